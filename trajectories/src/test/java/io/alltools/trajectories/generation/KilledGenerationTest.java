package io.alltools.trajectories.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed in the middle, twice; the third one finds all that was written and makes the rest. */
class KilledGenerationTest {

    private static final int TASKS = 300;

    /** Generates into the file that is named. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            GenerationSettings settings = GenerationSettings.DEFAULT.withSeed(7);
            Generation generation = new Generation(
                    List.of(TaskList.made(new Scale(Long.parseLong(arguments[1])), settings, TASKS)),
                    settings,
                    new Actor.Oracle());
            try (RolloutFile file = RolloutFile.open(Path.of(arguments[0]), generation.settings())) {
                generation.run(file, 8, progress -> {});
            }
        }
    }

    @Test
    void nothingIsLostAndNothingIsThereTwice(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("rollouts.jsonl");
        List<String> before = List.of();
        for (int kill = 0; kill < 2; kill++) {
            Process process = start(file, 20);
            awaitLines(file, before.size() + 20, process);
            process.destroyForcibly().waitFor();
            List<String> lines = wholeLines(file);
            assertThat(lines).hasSizeBetween(before.size(), TASKS - 1);
            assertThat(lines.subList(0, before.size())).isEqualTo(before);
            before = lines;
        }

        Process last = start(file, 0);
        assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(last.exitValue()).isZero();
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.subList(0, before.size())).isEqualTo(before);
        assertThat(lines)
                .extracting(line -> Json.read(line, AtifTrajectory.class)
                        .extra()
                        .path("task")
                        .asString())
                .hasSize(TASKS)
                .doesNotHaveDuplicates();
    }

    private static Process start(Path file, int millis) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        file.toString(),
                        Integer.toString(millis))
                .inheritIO()
                .start();
    }

    private static void awaitLines(Path file, int lines, Process process) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (!Files.exists(file) || wholeLines(file).size() < lines) {
            assertThat(process.isAlive()).as("the generation goes on").isTrue();
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(20);
        }
    }

    private static List<String> wholeLines(Path file) throws Exception {
        String text = Files.readString(file);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }
}
