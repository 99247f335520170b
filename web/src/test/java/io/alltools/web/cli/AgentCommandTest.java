package io.alltools.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.ToolSpec;
import io.alltools.runtime.LoadListener;
import io.alltools.web.EchoModel;
import io.alltools.web.EchoParts;
import io.alltools.web.ModelChoice;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Agents on the command line, structured answers, and replays. */
class AgentCommandTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private EchoParts parts = new EchoParts();

    @BeforeEach
    void define() throws Exception {
        Files.createDirectories(folder.resolve("agents/docs"));
        Files.writeString(folder.resolve("agents/docs/f.json"), "[]");
        Files.writeString(folder.resolve("agents/docs/kitchen.md"), "Bread is baked at 220 degrees.");
        Files.writeString(folder.resolve("agents/reader.yaml"), """
                name: reader
                description: Reads the documents.
                instructions: Read.
                tools: [shout, docs/f.json]
                knowledge: docs
                """);
    }

    @Test
    void agentsAreListedAndShown() throws Exception {
        Files.writeString(folder.resolve("agents/broken.yaml"), "name: broken\ncolour: red\n");
        assertThat(run("agent", "list")).isEqualTo(1);
        assertThat(text(out)).isEqualTo("reader  Reads the documents.\n");
        assertThat(text(err)).contains("broken.yaml: there is no field \"colour\"");
        out.reset();
        assertThat(run("agent", "show", "reader")).isZero();
        assertThat(Json.parseObject(text(out)).path("knowledge").asString()).isEqualTo("docs");
    }

    @Test
    void filesAndFoldersOfAnAgentLieBesideIt() {
        assertThat(run("ask", "--agent", "reader", "call retrieval {\"query\": \"bread\"}"))
                .isZero();
        assertThat(text(out)).contains("[kitchen.md:1-1]", "Bread is baked");
        ChatRequest request = parts.model.requests.getLast();
        assertThat(request.messages().getFirst()).isEqualTo(Message.system("Read."));
        assertThat(request.tools())
                .extracting(ToolSpec::name)
                .containsExactly("shout", "from_file", "retrieval", "read_result");
    }

    @Test
    void anAgentOfAFileFindsItsHelpersBesideItAndInTheHome() throws Exception {
        Path own = Files.createDirectories(folder.resolve("own"));
        Files.writeString(own.resolve("near.yaml"), "name: near\ntools: [shout]\n");
        Path file = Files.writeString(own.resolve("main.yaml"), "name: main\nagents: [near, reader]\n");
        assertThat(run("ask", "--agent", file.toString(), "call near {\"task\": \"call shout hi\"}"))
                .isZero();
        assertThat(text(out)).endsWith("It says It says HI\n");
        assertThat(parts.model.requests.getFirst().tools())
                .extracting(ToolSpec::name)
                .containsExactly("near", "reader");
    }

    @Test
    void chatTalksWithAnAgentAndKeepsItsInstructions() {
        assertThat(runWith("one\ntwo\n/exit\n", "chat", "--agent", "reader")).isZero();
        assertThat(parts.model.requests.getLast().messages())
                .containsExactly(
                        Message.system("Read."), Message.user("one"), Message.assistant("one"), Message.user("two"));
    }

    @Test
    void anAnswerMustFitTheSchemaOfAFile() throws Exception {
        Path schema =
                Files.writeString(folder.resolve("sum.schema"), "{\"required\": [\"sum\"], \"type\": \"object\"}");
        assertThat(run("ask", "--answer-schema", schema.toString(), "{\"sum\": 3}"))
                .isZero();
        assertThat(run("ask", "--answer-schema", schema.toString(), "three")).isEqualTo(1);
        assertThat(text(err)).contains("does not fit its format");
    }

    @Test
    void aReplayTellsWhetherTheModelStillSaysTheSame() {
        run("ask", "call shout hi");
        out.reset();
        assertThat(run("trajectories", "replay", "run_")).isZero();
        assertThat(text(out)).isEqualTo("no difference in 2 steps\n");
        out.reset();
        parts = new EchoParts() {
            @Override
            public ChatModel openModel(ModelChoice choice, LoadListener listener) {
                return new Loud(new EchoModel());
            }
        };
        assertThat(run("trajectories", "replay", "run_")).isEqualTo(1);
        assertThat(text(out))
                .isEqualTo("step 2: text differs\n  recorded: \"It says HI\"\n  now:      \"IT SAYS HI\"\n");
        out.reset();
        assertThat(run("trajectories", "replay", "run_", "--json")).isEqualTo(1);
        JsonNode verdict = Json.parseObject(text(out));
        assertThat(verdict.path("same").asBoolean(true)).isFalse();
        assertThat(verdict.path("step").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agent | 2 | list or show",
                "agent show nobody | 1 | there are: reader",
                "ask --agent nobody hi | 1 | there are: reader",
                "ask --agent missing.yaml hi | 1 | no such file",
                "ask --agent reader --tools magic hi | 2 | shout, from_file",
                "ask --answer-schema missing.schema hi | 1 | no such file",
                "trajectories replay run_zzz | 1 | run_zzz",
            })
    void badInputIsToldInOneLine(String command, int exitCode, String hint) {
        assertThat(run(command.split(" "))).as(text(err)).isEqualTo(exitCode);
        assertThat(text(err)).contains(hint).startsWith("alltools: ");
        assertThat(text(err).lines()).hasSize(1);
    }

    @Test
    void aReplayWhoseModelIsGoneIsToldInOneLine() {
        run("ask", "hi");
        assertThat(run("trajectories", "replay", "run_", "--model", "/no/such/folder"))
                .isEqualTo(1);
        assertThat(text(err)).contains("/no/such/folder");
        assertThat(text(err).lines()).hasSize(1);
    }

    private int run(String... args) {
        return runWith("", args);
    }

    private int runWith(String in, String... args) {
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.reader(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8))),
                false,
                false);
        return new CommandLineApp(new CommandContext(parts, Map.of("ALLTOOLS_HOME", folder.toString()), terminal))
                .run(args);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Says the same in capitals. */
    private record Loud(EchoModel model) implements ChatModel {

        @Override
        public String name() {
            return model.name();
        }

        @Override
        public int contextLength() {
            return model.contextLength();
        }

        @Override
        public int promptTokens(ChatRequest request) {
            return model.promptTokens(request);
        }

        @Override
        public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) throws InterruptedException {
            AssistantTurn turn = model.generate(request, sink);
            return new AssistantTurn(
                    turn.text().toUpperCase(Locale.ROOT), "", turn.calls(), turn.usage(), turn.finishReason());
        }
    }
}
