package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Budget;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolSpec;
import io.alltools.web.EchoParts;
import io.alltools.web.cli.CommandLineApp;
import io.alltools.web.store.BothDatabases;
import io.alltools.web.store.DataFolder;
import io.alltools.web.store.Database;
import io.alltools.web.store.DatabaseJournal;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A server goes on with the runs of one that died, and its clients see it. */
class RecoveryTest {

    @TempDir
    Path folder;

    /** A server with the test's model, in a process of its own. */
    static final class Program {
        public static void main(String[] args) {
            System.exit(new CommandLineApp(new EchoParts(), System.getenv()).run(args));
        }
    }

    @Test
    void theNextServerGoesOnWithTheRunsOfOneThatWasKilled() throws Exception {
        Process killed = serve();
        String runId;
        try (BufferedReader out = killed.inputReader();
                HttpClient client = HttpClient.newHttpClient()) {
            String base = base(out.readLine());
            HttpResponse<String> created = client.send(
                    HttpRequest.newBuilder(URI.create(base + "/api/runs"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"input\": \"call nap 60000\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            runId = Json.parseObject(created.body()).path("runId").asString();
            awaitLine(client, base + "/api/runs/" + runId + "/events", "ToolCallExecuting");
            killed.destroyForcibly();
            assertThat(killed.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        try (RunningServer next = new RunningServer(folder)) {
            JsonNode asked = waiting(next, runId);
            assertThat(asked.path("reason").asString()).contains("may have taken effect");
            HttpResponse<String> denied = next.post(
                    "/api/runs/" + runId + "/approvals/" + asked.path("callId").asString(), "{\"decision\": \"deny\"}");
            assertThat(denied.statusCode()).as(denied.body()).isEqualTo(200);
            List<JsonNode> events = eventsToTheEnd(next, runId);
            List<String> types =
                    events.stream().map(e -> e.path("type").asString()).toList();
            assertThat(types).containsSubsequence("RunStarted", "ToolCallExecuting", "RunResumed", "RunFinished");
            assertThat(types).filteredOn("RunStarted"::equals).hasSize(1);
            // Nobody knows whether it rested, so a person says what to do.
            assertThat(types)
                    .containsSubsequence("RunResumed", "ApprovalRequested", "ApprovalGiven", "ToolCallFinished");
            assertThat(events.getLast().at("/outcome/kind").asString()).isEqualTo("ANSWERED");
            assertThat(next.model.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRunWhoseToolIsGoneEndsAndSaysSo(BothDatabases kind) throws Exception {
        DataFolder data = kind.folder(folder);
        brokeOff(data, "run_1", true, "echo", "vanished");
        try (RunningServer server = new RunningServer(data)) {
            JsonNode last = eventsToTheEnd(server, "run_1").getLast();
            assertThat(last.at("/outcome/kind").asString()).isEqualTo("FAILED");
            assertThat(last.at("/outcome/detail").asString()).contains("vanished");
        }
    }

    @Test
    void runsOfTheCommandLineAndOfOtherModelsAreLeftAlone() throws Exception {
        DataFolder data = new DataFolder(folder);
        brokeOff(data, "run_terminal", false, "echo");
        brokeOff(data, "run_other", true, "another-model");
        brokeOff(data, "run_served", true, "echo");
        try (RunningServer server = new RunningServer(data)) {
            assertThat(eventsToTheEnd(server, "run_served")
                            .getLast()
                            .path("answer")
                            .asString())
                    .isEqualTo("hello");
            assertThat(server.getJson("/api/runs/run_terminal").path("outcome").isNull())
                    .isTrue();
            assertThat(server.getJson("/api/runs/run_other").path("outcome").isNull())
                    .isTrue();
        }
    }

    @Test
    void aStepThatEndsItsProcessAgainAndAgainEndsTheRun() throws Exception {
        DataFolder data = new DataFolder(folder);
        List<RunEvent> events = new ArrayList<>(List.of(started("echo"), new RunEvent.StepStarted(1)));
        for (int i = 0; i < 3; i++) {
            events.add(new RunEvent.RunResumed(1));
            events.add(new RunEvent.StepStarted(1));
        }
        write(data, "run_1", true, events);
        try (RunningServer server = new RunningServer(data)) {
            JsonNode last = eventsToTheEnd(server, "run_1").getLast();
            assertThat(last.at("/outcome/kind").asString()).isEqualTo("FAILED");
            assertThat(last.at("/outcome/detail").asString()).contains("4 times in the same step");
            assertThat(server.model.requests).isEmpty();
        }
    }

    private static JsonNode waiting(RunningServer server, String runId) throws Exception {
        for (int i = 0; i < 1500; i++) {
            JsonNode first = server.getJson("/api/runs/" + runId + "/approvals").at("/approvals/0");
            if (first.isObject()) {
                return first;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("run " + runId + " asks nobody");
    }

    /** As a browser does: it comes back after each end, until there is nothing to come back for. */
    private static List<JsonNode> eventsToTheEnd(RunningServer server, String runId) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            HttpResponse<String> answer = server.get("/api/runs/" + runId + "/events?after=" + (events.size() - 1));
            RunningServer.data(answer.body()).forEach(data -> events.add(Json.MAPPER.readTree(data)));
            if (answer.statusCode() == 204) {
                return events;
            }
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            Thread.sleep(20);
        }
        throw new AssertionError("run " + runId + " does not end: " + events);
    }

    private static void awaitLine(HttpClient client, String address, String text) throws Exception {
        HttpResponse<Stream<String>> answer =
                client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            Iterator<String> each = lines.iterator();
            while (each.hasNext()) {
                if (each.next().contains(text)) {
                    return;
                }
            }
        }
        throw new AssertionError("the events end without " + text);
    }

    private static String base(String line) {
        Matcher address = Pattern.compile("http://localhost:(\\d+)").matcher(String.valueOf(line));
        assertThat(address.find()).as(line).isTrue();
        return "http://127.0.0.1:" + address.group(1);
    }

    private static void brokeOff(DataFolder data, String runId, boolean served, String model, String... tools) {
        write(
                data,
                runId,
                served,
                List.of(started(model, tools), new RunEvent.StepStarted(1), new RunEvent.TextDelta(1, "hel")));
    }

    private static RunEvent.RunStarted started(String model, String... tools) {
        return new RunEvent.RunStarted(
                "ses_" + model,
                model,
                List.of(Message.user("hello")),
                Stream.of(tools).map(name -> ToolSpec.builtIn(name, "", "text")).toList(),
                Sampling.GREEDY,
                Budget.DEFAULT);
    }

    /** What a process that is gone by now recorded. */
    private static void write(DataFolder data, String runId, boolean served, List<RunEvent> events) {
        try (Database database = Database.open(data)) {
            if (served) {
                database.ownership().serve();
            }
            DatabaseJournal journal = new DatabaseJournal(database);
            for (int i = 0; i < events.size(); i++) {
                journal.append(new JournalEntry(runId, i, Instant.parse("2026-11-23T10:00:00Z"), events.get(i)));
            }
        }
    }

    private Process serve() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                "serve",
                "--port",
                "0");
        builder.environment().put("ALLTOOLS_HOME", folder.toString());
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
