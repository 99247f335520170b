package io.alltools.runtime.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.runtime.bench.SchemaBenchmark;
import io.alltools.runtime.bench.SchemaBenchmark.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The sample of MaskBench: schemas that people wrote, with valid and invalid instances. */
class MaskBenchTest {

    static List<JsonNode> sample() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/maskbench/sample.jsonl")).stream()
                .map(Grammars::json)
                .toList();
    }

    @Test
    void nearlyAllSchemasPass() throws IOException {
        List<JsonNode> sample = sample();
        assertThat(sample).hasSize(391);
        SchemaBenchmark benchmark = new SchemaBenchmark(Grammars.TINY_VOCABULARY, Grammars.TINY);
        List<String> failures = benchmark.run(sample).stream()
                .filter(result -> result.outcome() != Outcome.PASSED)
                .map(result -> result.name() + " " + result.outcome() + " " + result.keyword() + ": " + result.detail())
                .toList();
        assertThat(failures.size()).as(() -> String.join("\n", failures)).isLessThanOrEqualTo(391 * 3 / 100);
    }
}
