package io.alltools.web.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.Outcome;
import io.alltools.agent.RecordedRun;
import io.alltools.agent.RunEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process is killed, and a second one goes on: nothing is lost and nothing is done twice. */
class KilledProcessTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void atEveryPlaceBetweenTwoWritesNothingIsLostOrDoneTwice(BothDatabases kind) throws Exception {
        DataFolder data = kind.folder(folder);
        Process killed = start(data, "hold");
        Set<String> places = new HashSet<>();
        try (BufferedReader out = killed.inputReader()) {
            int expected = Integer.parseInt(lineWith(out, "places "));
            assertThat(expected).isGreaterThan(50);
            while (places.size() < expected) {
                places.add(lineWith(out, "at "));
            }
            kill(killed);
        }
        Map<String, Integer> before = effects();
        Map<String, List<JournalEntry>> recorded = runs(data);
        for (String place : places) {
            int event = Integer.parseInt(place.replaceFirst(".*_", ""));
            assertThat(recorded.getOrDefault(place, List.of()))
                    .as("events at %s", place)
                    .hasSize(place.startsWith("run_before") ? event : event + 1);
        }
        resumeAll(data);
        assertWhole(recorded, runs(data), before, effects());
        assertThat(runs(data)).hasSize(places.size() - 1);
    }

    @Test
    void atAnyMomentNothingIsLostOrDoneTwice() throws Exception {
        DataFolder data = new DataFolder(folder);
        Map<String, Long> seen = new HashMap<>();
        for (int events : new int[] {3, 40, 200}) {
            Process killed = start(data, "loop", "k" + events);
            try (BufferedReader out = killed.inputReader()) {
                for (int i = 0; i < events; i++) {
                    String[] saw = lineWith(out, "saw ").split(" ");
                    seen.put(saw[0], Long.parseLong(saw[1]));
                }
                kill(killed);
            }
        }
        Map<String, Integer> before = effects();
        Map<String, List<JournalEntry>> recorded = runs(data);
        seen.forEach((run, seq) -> assertThat(recorded.get(run)).hasSizeGreaterThan(Math.toIntExact(seq)));
        resumeAll(data);
        assertWhole(recorded, runs(data), before, effects());
    }

    private void resumeAll(DataFolder data) throws Exception {
        Process process = start(data, "resume");
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }

    private static void assertWhole(
            Map<String, List<JournalEntry>> recorded,
            Map<String, List<JournalEntry>> after,
            Map<String, Integer> before,
            Map<String, Integer> effects) {
        assertThat(after.keySet()).isEqualTo(recorded.keySet());
        after.forEach((run, entries) -> {
            List<JournalEntry> known = recorded.get(run);
            assertThat(entries).as("what was recorded of %s", run).startsWith(known.toArray(JournalEntry[]::new));
            // Throws where a number is missing.
            RunEvent.RunFinished finished = RecordedRun.of(entries).finished();
            assertThat(finished).as(run).isNotNull();
            assertThat(finished.outcome()).as(run).isEqualTo(Outcome.ANSWERED);
            assertThat(finished.answer()).as(run).isEqualTo(Shopper.ANSWER);
            Set<String> begun = ids(known, RunEvent.ToolCallExecuting.class, RunEvent.ToolCallExecuting::callId);
            Set<String> done = ids(known, RunEvent.ToolCallFinished.class, RunEvent.ToolCallFinished::callId);
            for (String call : List.of("look_1", "look_2", "pay_3", "pay_4")) {
                boolean unknown = begun.contains(call) && !done.contains(call);
                int earlier = before.getOrDefault(run + " " + call, 0);
                int times = effects.getOrDefault(run + " " + call, 0);
                String name = run + " " + call;
                assertThat(entries)
                        .as(name)
                        .filteredOn(e -> e.event() instanceof RunEvent.ToolCallFinished f
                                && f.callId().equals(call))
                        .hasSize(1);
                if (done.contains(call)) {
                    assertThat(times)
                            .as("%s is not made again", name)
                            .isEqualTo(earlier)
                            .isEqualTo(1);
                } else if (!unknown) {
                    assertThat(earlier)
                            .as("%s has no effect before it is recorded", name)
                            .isZero();
                    assertThat(times).as(name).isEqualTo(1);
                } else if (call.startsWith("look")) {
                    assertThat(times).as("%s is made again", name).isEqualTo(earlier + 1);
                } else {
                    assertThat(times)
                            .as("%s is not made again", name)
                            .isEqualTo(earlier)
                            .isLessThanOrEqualTo(1);
                    assertThat(entries)
                            .as("a person is asked about %s", name)
                            .anyMatch(e -> e.event() instanceof RunEvent.ApprovalRequested asked
                                    && asked.callId().equals(call));
                }
            }
        });
    }

    private static <E extends RunEvent> Set<String> ids(
            List<JournalEntry> entries, Class<E> type, Function<E, String> id) {
        return entries.stream()
                .map(JournalEntry::event)
                .filter(type::isInstance)
                .map(type::cast)
                .map(id)
                .collect(Collectors.toSet());
    }

    private static Map<String, List<JournalEntry>> runs(DataFolder data) {
        try (Database database = Database.open(data)) {
            RunStore store = new RunStore(database);
            return store.newest(10_000).stream()
                    .collect(Collectors.toMap(RunSummary::id, run -> store.entries(run.id(), 0)));
        }
    }

    /** How often each call of each run was seen outside. */
    private Map<String, Integer> effects() throws IOException {
        Path file = folder.resolve(Shopper.EFFECTS);
        Map<String, Integer> times = new HashMap<>();
        if (Files.exists(file)) {
            Files.readAllLines(file).forEach(line -> times.merge(line, 1, Integer::sum));
        }
        return times;
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private static String lineWith(BufferedReader out, String prefix) throws IOException {
        List<String> others = new ArrayList<>();
        String line;
        while ((line = out.readLine()) != null) {
            if (line.startsWith(prefix)) {
                return line.substring(prefix.length());
            }
            others.add(line);
        }
        throw new AssertionError("the process ended before it said \"" + prefix + "\": " + others);
    }

    private static Process start(DataFolder data, String... args) throws IOException {
        ProcessBuilder builder = new ProcessBuilder();
        builder.command()
                .addAll(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Shopper.class.getName()));
        builder.command().addAll(List.of(args));
        builder.environment().put("ALLTOOLS_HOME", data.root().toString());
        if (data.server() != null) {
            builder.environment().put("ALLTOOLS_DATABASE_URL", data.server().url());
            builder.environment().put("ALLTOOLS_DATABASE_USER", data.server().user());
            builder.environment()
                    .put("ALLTOOLS_DATABASE_PASSWORD", data.server().password());
        }
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
