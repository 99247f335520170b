package io.alltools.web.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a load test saw.
 *
 * @param took from the first request that counts to the end of the last
 * @param errors what went wrong, with how often
 * @param firstToken of each stream, from sending the request to the first piece, in order of size
 * @param whole of each request, in order of size
 * @param before after the warm-up
 * @param halfway when half of the requests had ended
 * @param after once all connections were closed and the server was idle
 */
public record LoadReport(
        LoadPlan plan,
        Duration took,
        Map<String, Integer> errors,
        List<Duration> firstToken,
        List<Duration> whole,
        Sample before,
        Sample halfway,
        Sample after) {

    /** Tolerated between the halves: what the allocator and the compiler still take. */
    private static final long RESIDENT_SLACK = 48L << 20;

    private static final int FILES_SLACK = 16;
    private static final int THREADS_SLACK = 8;

    /** @param residentBytes of the server's process; -1 where they can't be seen */
    public record Sample(ServerState server, long residentBytes) {}

    /** The value that so many of a hundred do not exceed. */
    public static Duration percentile(List<Duration> sorted, int percent) {
        return sorted.isEmpty()
                ? Duration.ZERO
                : sorted.get(Math.min(sorted.size() - 1, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
    }

    public double requestsPerSecond() {
        return plan.requests() / seconds();
    }

    public double tokensPerSecond() {
        return (after.server().tokens() - before.server().tokens()) / seconds();
    }

    private double seconds() {
        return took.toNanos() / 1e9;
    }

    /** What must not be after a load: errors, and what was not given back. Empty when all is well. */
    public List<String> problems() {
        ServerState end = after.server();
        return Stream.of(
                        errors.isEmpty()
                                ? ""
                                : errors.values().stream().mapToInt(n -> n).sum() + " of " + plan.requests()
                                        + " requests went wrong: " + errors,
                        end.activeSlots() + end.waiting() == 0
                                ? ""
                                : end.activeSlots() + " slots are active and " + end.waiting()
                                        + " requests wait though nobody asks any longer",
                        grown("open files", before.server().openFiles(), end.openFiles(), FILES_SLACK),
                        grown("threads", halfway.server().threads(), end.threads(), THREADS_SLACK),
                        after.residentBytes() < 0
                                ? ""
                                : grown(
                                        "bytes of memory",
                                        halfway.residentBytes(),
                                        after.residentBytes(),
                                        RESIDENT_SLACK))
                .filter(problem -> !problem.isEmpty())
                .toList();
    }

    private static String grown(String what, long from, long to, long slack) {
        return to <= from + slack ? "" : what + " grew from " + from + " to " + to;
    }
}
