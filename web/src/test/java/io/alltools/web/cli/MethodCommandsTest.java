package io.alltools.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.FinishReason;
import io.alltools.agent.Json;
import io.alltools.agent.Usage;
import io.alltools.runtime.LoadListener;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.web.EchoParts;
import io.alltools.web.ModelChoice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Self-Contrast and self-critique as commands. */
class MethodCommandsTest {

    @TempDir
    Path folder;

    private DataCommands commands;
    private Path output;
    private Path file;

    /** The echo model answers; {@code critic} scores. */
    private static final class JudgedParts extends EchoParts {

        @Override
        public ChatModel openModel(ModelChoice choice, LoadListener listener) {
            return choice.nameOrFolder().equals("critic") ? new Critic() : super.openModel(choice, listener);
        }
    }

    /** Thinks well of answers to its liking: those that end in an even number. */
    private static final class Critic implements ChatModel {

        @Override
        public String name() {
            return "critic";
        }

        @Override
        public int contextLength() {
            return 4096;
        }

        @Override
        public int promptTokens(ChatRequest request) {
            return 1;
        }

        @Override
        public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) {
            String asked = request.messages().getLast().text();
            String answer = asked.substring(0, asked.indexOf("\n\n[End of the answer]"));
            boolean even = (answer.charAt(answer.length() - 1) - '0') % 2 == 0;
            return new AssistantTurn(
                    "It ends so.\nScore: " + (even ? 9 : 2), "", List.of(), Usage.NONE, FinishReason.STOP);
        }
    }

    @BeforeEach
    void write() throws IOException {
        commands = new DataCommands(new JudgedParts(), folder);
        output = folder.resolve("out.jsonl");
        // The echo model says the seed: every sample is another answer.
        file = commands.write("in.jsonl", DataCommands.said("a", "seed", "The weather is fine.", 1));
    }

    @Test
    void goodAnswersAreLearntAndTheBestIsPreferredToTheWorst() throws IOException {
        Path pairs = folder.resolve("pairs.jsonl");

        assertThat(commands.run(
                        "critique",
                        file,
                        "--model",
                        "echo",
                        "--critic",
                        "critic",
                        "--samples",
                        "12",
                        "--pairs",
                        pairs,
                        "--output",
                        output))
                .as(commands.err())
                .isZero();

        List<AtifTrajectory> set = DataCommands.read(output);
        assertThat(set).hasSizeBetween(1, 4).allSatisfy(trajectory -> {
            assertThat(trajectory.steps().getLast().message().asString()).matches("seed -?\\d*[02468]");
            assertThat(trajectory.extra().at("/critique/score").asInt()).isEqualTo(9);
        });
        JsonNode pair = Json.MAPPER.readTree(Files.readString(pairs));
        assertThat(pair.at("/chosen/0/content").asString()).matches("seed -?\\d*[02468]");
        assertThat(pair.at("/rejected/0/content").asString()).matches("seed -?\\d*[13579]");
        assertThat(commands.err())
                .contains(
                        set.size() + " trajectories in " + output + " from 12 answers to 1 problems; 0 answers without")
                .contains("1 pairs in " + pairs);
    }

    @Test
    void whatWasAnsweredIsNotAskedAgainAndOtherThresholdsChooseAnew() throws IOException {
        assertThat(critique("--good", "7")).isZero();
        int first = DataCommands.read(output).size();
        byte[] work = Files.readAllBytes(folder.resolve("out.jsonl.work.jsonl"));

        assertThat(critique("--good", "7", "--most", "1")).as(commands.err()).isZero();

        assertThat(DataCommands.read(output)).hasSize(1).hasSizeLessThanOrEqualTo(first);
        assertThat(folder.resolve("out.jsonl.work.jsonl")).hasBinaryContent(work);
        assertThat(critique("--temperature", "0.5")).isEqualTo(1);
        assertThat(commands.err()).contains("was made with the settings");
    }

    private int critique(String name, String value, String... more) {
        Object[] words = new Object[10 + more.length];
        List<Object> first =
                List.of("critique", file, "--critic", "critic", "--samples", "12", "--output", output, name, value);
        for (int i = 0; i < words.length; i++) {
            words[i] = i < first.size() ? first.get(i) : more[i - first.size()];
        }
        return commands.run(words);
    }

    @Test
    void withoutAScoreNothingIsWrittenAndTheReportSaysSo() throws IOException {
        Files.writeString(output, "before\n");

        // As its own critic the echo model repeats the question.
        assertThat(commands.run("critique", file, "--model", "echo", "--samples", "3", "--output", output))
                .isEqualTo(1);

        assertThat(commands.err())
                .contains("no answer is good enough (" + output + " is left as it was) from 3 answers to 1 problems;"
                        + " 3 answers without a score");
        assertThat(output).hasContent("before");
    }

    @Test
    void aModelThatFailsLeavesWhatWasAnswered() throws IOException {
        Path broken = commands.write(
                "broken.jsonl",
                DataCommands.said("a", "seed", "Fine.", 1),
                DataCommands.said("b", "break", "Fine.", 1));

        assertThat(commands.run(
                        "critique",
                        broken,
                        "--critic",
                        "critic",
                        "--samples",
                        "2",
                        "--concurrency",
                        "1",
                        "--output",
                        output))
                .isEqualTo(1);

        assertThat(commands.err().lines())
                .containsExactly(
                        "alltools: " + output + ".work.jsonl has 1 records; the same command goes on",
                        "alltools: it broke");
        assertThat(output).doesNotExist();
    }

    @Test
    void theLeastSimilarAnswersAreRejected() throws IOException {
        assertThat(commands.run(
                        "self-contrast",
                        file,
                        "--samples",
                        "8",
                        "--share",
                        "0.5",
                        "--embedding",
                        embedding(),
                        "--output",
                        output))
                .as(commands.err())
                .isZero();

        List<String> rows = Files.readAllLines(output);
        assertThat(rows).hasSize(4).allSatisfy(line -> {
            JsonNode row = Json.MAPPER.readTree(line);
            assertThat(row.at("/chosen/0/content").asString()).isEqualTo("The weather is fine.");
            assertThat(row.at("/rejected/0/content").asString()).startsWith("seed ");
        });
        assertThat(commands.err()).contains("4 pairs in " + output + " from 1 prompts; 0 skipped, 0 without a pair");
    }

    private Path embedding() throws IOException {
        Path model = Files.createDirectory(folder.resolve("all-MiniLM-L6-v2"));
        copy("/all-minilm-l6-v2-q.onnx", model.resolve("model.onnx"));
        copy("/all-minilm-l6-v2-q-tokenizer.json", model.resolve("tokenizer.json"));
        return model;
    }

    private static void copy(String resource, Path target) throws IOException {
        try (InputStream in = MethodCommandsTest.class.getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            Files.copy(in, target);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "self-contrast IN --output OUT | 2 | ALLTOOLS_EMBEDDING_MODEL",
                "self-contrast IN --share 0 --output OUT | 2 | above 0",
                "self-contrast IN --embedding NONE --output OUT | 1 | none.jsonl",
                "critique IN --good 11 --output OUT | 2 | 1 to 10",
                "critique IN --attempts 0 --output OUT | 2 | 1 or more",
                "critique IN --concurrency 0 --output OUT | 2 | 1 or more",
                "critique IN --temperature 9 --output OUT | 2 | 0 to 2",
                "critique --output OUT | 2 | FILE",
                "critique NONE --output OUT | 1 | none.jsonl is no file",
                "critique IN --model nobody --output OUT | 1 | no model folder",
                "critique IN --output /no/such/folder/x | 1 | create it first",
                "critique IN --work /no/such/folder/x --output OUT | 1 | create it first",
            })
    void badInputIsToldInOneLineAndNothingIsWritten(String command, int exitCode, String hint) {
        Object[] words = command.replace("IN", file.toString())
                .replace("OUT", output.toString())
                .replace("NONE", folder.resolve("none.jsonl").toString())
                .split(" ");

        assertThat(commands.run(words)).as(commands.err()).isEqualTo(exitCode);

        assertThat(commands.err()).startsWith("alltools: ").contains(hint);
        assertThat(commands.err().lines()).hasSize(1);
        assertThat(output).doesNotExist();
    }
}
