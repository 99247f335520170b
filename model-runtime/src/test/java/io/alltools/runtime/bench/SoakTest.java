package io.alltools.runtime.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.runtime.batch.BatchOptions;
import io.alltools.runtime.decode.Device;
import io.alltools.runtime.graph.Models;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code alltools model soak}. */
class SoakTest {

    @TempDir
    static Path cache;

    @Test
    void randomLoadLeavesNothingBehindAndChangesNoOutput() throws Exception {
        Soak.Report report = Soak.run(
                () -> Models.open(cache, "glm-f32", 4, 256),
                BatchOptions.on(Device.CPU).withChunks(128, 16).withMaxWaiting(16),
                new Soak.Plan(Duration.ofSeconds(8), 42),
                line -> {});
        assertThat(report.violations()).isEmpty();
        assertThat(report.submitted()).isGreaterThan(10);
        assertThat(report.verified()).isPositive();
        assertThat(report.metrics().requests().cancelled()).isPositive();
    }

    @Test
    void anOutputThatCompanyChangedIsFound() {
        Alone alone = new Alone(new int[] {5, 6, 7}, new float[] {0.5f, 0.0005f, 0.5f});
        assertThat(alone.difference(new int[] {5, 6, 7})).isEmpty();
        assertThat(alone.difference(new int[] {5, 9, 1})).as("a tie").isEmpty();
        assertThat(alone.difference(new int[] {4, 6, 7})).contains("token 0 is 4 instead of 5, which was ahead by 0.5");
        assertThat(alone.difference(new int[] {5, 6})).contains("2 tokens instead of 3");
        assertThat(alone.difference(new int[] {5, 6, 7, 8})).contains("4 tokens instead of 3");
        assertThat(alone.limitedTo(2).difference(new int[] {5, 6})).isEmpty();
    }
}
