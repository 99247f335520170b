package io.alltools.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.alltools.agent.AnswerFormat;
import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Checks;
import io.alltools.agent.Constraints;
import io.alltools.agent.FinishReason;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.Replay;
import io.alltools.agent.RunEvent;
import io.alltools.agent.RunResult;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolResult;
import io.alltools.runtime.LoadListener;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.web.store.DataFolder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way with nothing made up: glm-tiny, its tools, the database, the trajectory. */
class EmbeddedModelRunsTest {

    @TempDir
    static Path folder;

    static AllTools app;
    static HttpServer weather;
    static final List<String> posted = new ArrayList<>();

    @BeforeAll
    static void open() throws Exception {
        Path pages = Files.createDirectories(folder.resolve("pages"));
        Files.writeString(
                pages.resolve("norland.html"),
                "<title>Norland</title><h1>Norland</h1><p>Norland is a country. The capital of Norland is Vetia. It has 2"
                        + " million inhabitants.</p>");
        Files.writeString(
                pages.resolve("vetia.html"),
                "<title>Vetia</title><p>Vetia is the capital of Norland and lies on the river Ossa.</p>");
        Files.writeString(
                pages.resolve("ossa.html"),
                "<title>River Ossa</title><h1>River Ossa</h1><p>The river Ossa is 412 km long and flows through Norland.</p>");
        weather = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        weather.createContext("/weather", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = "{\"city\": \"Paris\", \"temperature\": 21, \"condition\": \"sunny\"}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        weather.start();
        Path functions = Files.writeString(folder.resolve("weather.json"), """
                [{"type": "function",
                  "function": {"name": "get_weather", "description": "Get the current weather of a city.",
                               "parameters": {"type": "object", "properties": {"city": {"type": "string"}},
                                              "required": ["city"]}},
                  "endpoint": {"url": "http://localhost:%d/weather"}}]""".formatted(
                        weather.getAddress().getPort()));
        app = AllTools.open(
                new ProjectParts(Map.of("ALLTOOLS_SEARCH_FOLDER", pages.toString())),
                Parts.Lifetime.SHORT,
                new DataFolder(folder.resolve("data")),
                ModelChoice.DEFAULT,
                LoadListener.silent(),
                List.of("python", "simple_browser", functions.toString()));
    }

    @AfterAll
    static void close() {
        app.close();
        weather.stop(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What is 48213 * 77?|3712401",
                "Sort these numbers: 5, 3, 99, 1|[1, 3, 5, 99]",
                "How many days are there between 2024-01-01 and 2026-11-23?|1057",
                "345 乘以 78 是多少？|26910",
                "What is the sum of 3, 5 and 9?|17",
                "Reverse the string 'planet'.|tenalp",
                "How many letters are in 'banana'?|6",
                "What is the average of 2, 4, 6, 8?|5.0",
                "What day of the week was 2024-02-29?|Thursday",
                "What is the square root of 144?|12.0",
                "List the prime numbers below 30.|[2, 3, 5, 7, 11, 13, 17, 19, 23, 29]"
            })
    void answersThroughPython(String question, String expected) {
        List<JournalEntry> events = new ArrayList<>();
        RunResult result = app.run(order(question, "python", "simple_browser"), events::add);
        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(result.answer()).contains(expected);
        assertThat(calls(events)).containsExactly("python");
        assertThat(observations(events)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"Who are you?|GLM-4", "你好|你好"})
    void answersSmallTalkWithoutATool(String question, String expected) {
        List<JournalEntry> events = new ArrayList<>();
        RunResult result = app.run(order(question, "python", "simple_browser"), events::add);
        assertThat(result.answer()).contains(expected);
        assertThat(calls(events)).isEmpty();
    }

    @Test
    void searchesOpensPagesAndCites() {
        List<JournalEntry> events = new ArrayList<>();
        RunResult result = app.run(order("What is the capital of Norland?", "python", "simple_browser"), events::add);
        assertThat(calls(events)).containsExactly("simple_browser", "simple_browser");
        assertThat(observations(events).getFirst()).contains("【0†");
        assertThat(result.answer()).contains("Vetia").contains("【7†source】");
    }

    @Test
    void callsAFunctionOverHttp() {
        List<JournalEntry> events = new ArrayList<>();
        RunResult result = app.run(order("What is the weather in Paris?", "get_weather"), events::add);
        assertThat(posted).containsExactly("{\"city\": \"Paris\"}");
        assertThat(result.answer()).contains("sunny").contains("21");
    }

    @Test
    void theRecordedRunIsATrajectory() {
        RunOrder order = order("What is 6 * 7?", "python", "simple_browser");
        List<JournalEntry> events = new ArrayList<>();
        app.run(order, events::add);
        List<JournalEntry> recorded = app.store().entries(order.runId(), 0);
        assertThat(recorded).isEqualTo(events);
        String atif = Json.write(AtifTrajectory.of(recorded));
        assertThat(atif)
                .contains("\"schema_version\"")
                .contains("\"function_name\":\"python\"")
                .contains("print(6 * 7)")
                .contains("42");
    }

    @Test
    void aRecordedRunIsReplayedWithoutADifferenceUntilItIsChanged() throws Exception {
        RunOrder order = order("What is 6 * 7?", "python", "simple_browser");
        app.run(order, entry -> {});
        List<JournalEntry> recorded = app.store().entries(order.runId(), 0);
        Path unused = folder.resolve("replay");
        assertThat(Replay.of(recorded, app.model(), Checks.NONE, unused)).isEqualTo(new Replay.Verdict.Same(2));
        List<JournalEntry> changed = recorded.stream()
                .map(entry -> entry.event() instanceof RunEvent.ToolCallFinished finished
                        ? new JournalEntry(
                                entry.runId(),
                                entry.seq(),
                                entry.at(),
                                new RunEvent.ToolCallFinished(
                                        finished.step(), finished.callId(), finished.name(), ToolResult.ok("43"), 0))
                        : entry)
                .toList();
        assertThat(Replay.of(changed, app.model(), Checks.NONE, unused))
                .isInstanceOfSatisfying(Replay.Verdict.Different.class, different -> {
                    assertThat(different.step()).isEqualTo(2);
                    assertThat(different.what()).isEqualTo("text");
                    assertThat(different.now()).contains("43");
                });
    }

    /** So small a model would rather say or call something else, so that it is asked with many seeds. */
    @Test
    void anAnswerFitsItsSchemaAlsoWhereThereAreTools() throws Exception {
        AnswerFormat format = new AnswerFormat.JsonSchema(Json.parseObject("""
                {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"],
                 "additionalProperties": false}"""), true);
        ChatRequest request = new ChatRequest(
                        List.of(Message.user("Who are you?")),
                        app.toolbox().only(List.of("get_weather")).specs(),
                        Sampling.GREEDY,
                        48,
                        List.of())
                .withConstraints(Constraints.DEFAULT.withFormat(format));
        List<String> answers = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        for (long seed = 1; seed <= 16; seed++) {
            AssistantTurn turn = app.model().generate(request.withSampling(new Sampling(1.5, 0, 1, seed)), delta -> {});
            ends.add(turn.finishReason() + " " + turn.text() + turn.calls());
            if (turn.finishReason() == FinishReason.STOP) {
                answers.add(turn.text());
            }
        }
        assertThat(answers)
                .as(ends.toString())
                .isNotEmpty()
                .allSatisfy(
                        answer -> assertThat(Json.parseObject(answer).path("ok").isBoolean())
                                .isTrue());
    }

    private static RunOrder order(String question, String... tools) {
        RunOrder order = RunOrder.of(question);
        return new RunOrder(
                order.runId(),
                // One session, so one interpreter: starting it is most of a question's time.
                "ses_shared",
                order.input(),
                null,
                List.of(tools),
                order.sampling(),
                null);
    }

    private static List<String> calls(List<JournalEntry> events) {
        return events.stream()
                .filter(e -> e.event() instanceof RunEvent.ToolCallStarted)
                .map(e -> ((RunEvent.ToolCallStarted) e.event()).name())
                .toList();
    }

    private static List<String> observations(List<JournalEntry> events) {
        return events.stream()
                .filter(e -> e.event() instanceof RunEvent.ToolCallFinished)
                .map(e -> ((RunEvent.ToolCallFinished) e.event())
                        .result()
                        .toObservation("")
                        .text()
                        .strip())
                .toList();
    }
}
