package io.alltools.trajectories.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** One row of each format beside the tests, as its documentation wants it. */
class GoldenTest {

    static List<TrajectoryFormat> formats() {
        return TrajectoryFormats.all().stream().filter(Readers::reads).toList();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void theRowIsAsItsFileHasIt(TrajectoryFormat format) throws IOException {
        ExportResult result = format.of(
                Trajectories.research(),
                new ExportOptions(Set.of(Loss.Kind.PASSAGE_METADATA, Loss.Kind.TEXT_BESIDE_CALLS)));

        assertThat(result).isInstanceOf(ExportResult.Rows.class);
        assertThat(pretty(((ExportResult.Rows) result).rows())).isEqualTo(pretty(golden(format.name())));
    }

    private static String pretty(Object json) {
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    private static JsonNode golden(String name) throws IOException {
        try (var in = Objects.requireNonNull(
                GoldenTest.class.getResourceAsStream("golden/" + name + ".json"), "no golden file of " + name)) {
            return Json.MAPPER.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
