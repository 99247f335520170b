package io.alltools.runtime.batch;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Counts what happens; written by the decoder's thread and by those who submit, read by anybody. */
final class Meter {

    /** Runs that rates and times are taken from. */
    static final int WINDOW = 512;

    enum Count {
        COMPLETED,
        CANCELLED,
        EXPIRED,
        FAILED,
        REFUSED,
        PREEMPTED,
        REUSED,
        PREFILLED,
        GENERATED,
        FORCED,
        PROPOSED,
        ACCEPTED
    }

    /** Tokens and nanoseconds of the last runs. */
    private static final class Window {
        private final long[] tokens = new long[WINDOW];
        private final long[] nanos = new long[WINDOW];
        private long runs;

        void add(long tokens, long nanos) {
            int at = (int) (runs++ % WINDOW);
            this.tokens[at] = tokens;
            this.nanos[at] = nanos;
        }

        double tokensPerSecond() {
            long time = Arrays.stream(nanos).sum();
            return time == 0 ? 0 : Arrays.stream(tokens).sum() * 1e9 / time;
        }

        BatchMetrics.StepTime times() {
            long[] sorted = Arrays.copyOf(nanos, (int) Math.min(runs, WINDOW));
            if (sorted.length == 0) {
                return new BatchMetrics.StepTime(0, 0, 0, 0);
            }
            Arrays.sort(sorted);
            return new BatchMetrics.StepTime(
                    Arrays.stream(sorted).average().orElse(0) / 1e6,
                    sorted[sorted.length / 2] / 1e6,
                    sorted[(sorted.length - 1) * 99 / 100] / 1e6,
                    sorted[sorted.length - 1] / 1e6);
        }
    }

    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private final Window prefill = new Window();
    private final Window decode = new Window();

    synchronized void add(Count count, long n) {
        counts.merge(count, n, Long::sum);
    }

    synchronized void prefilled(int tokens, long nanos) {
        add(Count.PREFILLED, tokens);
        prefill.add(tokens, nanos);
    }

    synchronized void decoded(int tokens, long nanos) {
        decode.add(tokens, nanos);
    }

    synchronized BatchMetrics snapshot(int waiting, BatchMetrics.Slots slots, BatchMetrics.Decoder decoder) {
        return new BatchMetrics(
                new BatchMetrics.Requests(
                        waiting,
                        count(Count.COMPLETED),
                        count(Count.CANCELLED),
                        count(Count.EXPIRED),
                        count(Count.FAILED),
                        count(Count.REFUSED),
                        count(Count.PREEMPTED)),
                slots,
                new BatchMetrics.Tokens(
                        count(Count.REUSED),
                        count(Count.PREFILLED),
                        count(Count.GENERATED),
                        count(Count.FORCED),
                        count(Count.PROPOSED),
                        count(Count.ACCEPTED)),
                prefill.tokensPerSecond(),
                decode.tokensPerSecond(),
                decode.times(),
                decoder);
    }

    private long count(Count count) {
        return counts.getOrDefault(count, 0L);
    }
}
