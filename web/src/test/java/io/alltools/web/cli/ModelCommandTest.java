package io.alltools.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.runtime.embedded.EmbeddedModel;
import io.alltools.web.EchoParts;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The commands on checkpoints, with the embedded one. */
class ModelCommandTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void infoSaysWhatTheModelIs() {
        assertThat(run("model", "info", "glm-tiny")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("GLM, 6 layers, hidden 192")
                .contains("3,199,296")
                .contains("3,072 bytes a token");
    }

    @Test
    void importWritesAPlainModelOnce() throws Exception {
        Path target = folder.resolve("imported");
        assertThat(run("model", "import", "glm-tiny", "--quantize", "int8", "--out", target.toString()))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).strip()).isEqualTo(target.toString());
        assertThat(target.resolve("model.onnx")).exists();
        JsonNode manifest = Json.MAPPER.readTree(Files.readString(target.resolve("manifest.json")));
        assertThat(manifest.at("/options/matrices").asString()).isEqualTo("INT8");
        assertThat(manifest.at("/sha256/model.safetensors").asString()).hasSize(64);
        assertThat(run("model", "import", "glm-tiny", "--quantize", "int8", "--out", target.toString()))
                .isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("was there already");
    }

    @Test
    void scoreMakesOneTableOfSeveralQuantisations() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "The weather in Paris is sunny, 21 degrees.\n");
        assertThat(run("model", "score", "glm-tiny", "--quantize", "none,int8", "--file", text.toString()))
                .isZero();
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).contains("mean nll", "perplexity", "bits per byte");
        assertThat(lines.get(1)).startsWith("glm-tiny f32");
        assertThat(lines.get(2)).startsWith("glm-tiny int8");
    }

    @Test
    void scoreOfIdsNeedsNoTokenizerAndGivesEveryLoss() throws Exception {
        Path ids = Files.writeString(folder.resolve("ids"), "[[1, 2, 3], [4, 5]]");
        assertThat(run("model", "score", "glm-tiny", "--json", "--ids", ids.toString()))
                .isZero();
        JsonNode score = Json.MAPPER.readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(score.path("tokens").asInt()).isEqualTo(3);
        assertThat(score.path("nll")).hasSize(2);
        assertThat(score.path("bits_per_byte").isNull()).isTrue();
    }

    @Test
    void soakLooksForLeaksAndChangedOutputs() throws Exception {
        assertThat(run("model", "soak", "--seconds", "2", "--seed", "3", "--context", "256", "--slots", "3", "--json"))
                .isZero();
        JsonNode report = Json.MAPPER.readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(report.path("violations")).isEmpty();
        assertThat(report.path("submitted").asInt()).isPositive();
        assertThat(report.at("/metrics/slots/total").asInt()).isEqualTo(3);
        assertThat(report.at("/metrics/slots/active").asInt()).isZero();
    }

    @Test
    void benchMeasuresAShapeWithoutACheckpoint() {
        assertThat(run(
                        "model",
                        "bench",
                        "--shape",
                        "128x2",
                        "--quantize",
                        "int4",
                        "--prompt",
                        "16",
                        "--decode",
                        "4",
                        "--runs",
                        "1",
                        "--batch",
                        "3"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("128x2, int4 on cpu")
                .containsPattern("decode, batch of 3 +\\d+\\.\\d+ tokens/s \\(\\d+\\.\\d+ x one sequence\\)")
                .containsPattern("sampling, share of a decode step +\\d+\\.\\d+ %")
                .contains("outside ONNX Runtime");
    }

    @Test
    void grammarCountsPassingSchemasAndNamesWhatFails() throws Exception {
        Path schemas = Files.writeString(folder.resolve("schemas.jsonl"), """
                {"name": "a", "schema": {"type": "integer"}, "tests": [{"data": 1, "valid": true}, {"data": "x", "valid": false}]}
                {"name": "b", "schema": {"uniqueItems": true}, "tests": []}
                """);
        String tokenizer = EmbeddedModel.unpack(folder).toString();
        assertThat(run("model", "grammar", schemas.toString(), "--tokenizer", tokenizer))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("passing schemas  1 of 2 (50.0 %)")
                .containsPattern("uniqueItems +1 +0 +0")
                .contains("b: the keyword \"uniqueItems\" at # can't be enforced");
        out.reset();
        assertThat(run("model", "grammar", schemas.toString(), "--tokenizer", tokenizer, "--json"))
                .isZero();
        List<JsonNode> lines = out.toString(StandardCharsets.UTF_8)
                .lines()
                .<JsonNode>map(Json::parseObject)
                .toList();
        assertThat(lines).extracting(line -> line.path("outcome").asString()).containsExactly("passed", "not_compiled");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model|2|say import, info",
                "model info /nowhere|1|there is no model folder /nowhere",
                "model info some/name|1|alltools model pull some/name",
                "model score glm-tiny|2|--file",
                "model score glm-tiny --file /nowhere|1|there is no such file",
                "model bench|2|--shape",
                "model bench --shape huge|1|HIDDENxLAYERS",
                "model bench --shape 128x2 --batch 0|1|one sequence",
                "model soak --seconds 0|2|--seconds",
                "model soak --slots 1000|1|1000 slots are out of range",
                "model import glm-tiny --quantize int3|1|expected none, int8, int4",
                "model import glm-tiny --context 999999|1|the model allows 1 to 4,096",
                "model import glm-tiny --device tpu|1|expected cpu, cuda",
                "model grammar|2|FILE",
                "model grammar /nowhere|1|there is no such file: /nowhere",
                "model grammar /dev/null|1|there is no such file: /dev/null",
                "model pull nonsense|1|OWNER/NAME"
            })
    void badInputIsOneLineAndAnExitCode(String command, int code, String message) {
        assertThat(run(command.split(" "))).isEqualTo(code);
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("alltools: ")
                .contains(message);
    }

    private int run(String... arguments) {
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new BufferedReader(new StringReader("")),
                false,
                false);
        return new CommandLineApp(
                        new CommandContext(new EchoParts(), Map.of("ALLTOOLS_HOME", folder.toString()), terminal))
                .run(arguments);
    }
}
