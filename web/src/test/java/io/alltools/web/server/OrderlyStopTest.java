package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.web.EchoParts;
import io.alltools.web.cli.CommandLineApp;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A server that is asked to stop by SIGTERM lets what is short come to its end, and leaves the rest to the next one.
 */
@Timeout(120)
class OrderlyStopTest {

    @TempDir
    Path folder;

    /** A server with the test's model, in a process of its own. */
    static final class Program {
        public static void main(String[] args) {
            System.exit(new CommandLineApp(new EchoParts(), System.getenv()).run(args));
        }
    }

    @Test
    void streamsFinishAndALongRunIsResumedByTheNextServer() throws Exception {
        Process process = serve("3");
        String runId;
        try (BufferedReader out = process.inputReader();
                HttpClient client = HttpClient.newHttpClient()) {
            String base = base(out);
            runId = Json.parseObject(post(client, base + "/api/runs", "{\"input\": \"call nap 60000\"}"))
                    .path("runId")
                    .asString();
            awaitLine(client, base + "/api/runs/" + runId + "/events", "ToolCallExecuting");
            HttpResponse<Stream<String>> stream = client.send(
                    request(
                            base + "/v1/chat/completions",
                            "{\"model\":\"echo\",\"stream\":true,\"messages\":"
                                    + "[{\"role\":\"user\",\"content\":\"count 500\"}]}"),
                    HttpResponse.BodyHandlers.ofLines());
            Iterator<String> lines = stream.body().iterator();
            assertThat(lines.next()).startsWith("data: ");
            process.toHandle().destroy();
            List<String> rest = new ArrayList<>();
            lines.forEachRemaining(rest::add);
            assertThat(rest).contains("data: [DONE]").anyMatch(line -> line.contains("500 "));
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(process.exitValue()).isZero();
        try (RunningServer next = new RunningServer(folder)) {
            JsonNode asked = waiting(next, runId);
            // It was in the middle of a call that nobody knows the outcome of.
            assertThat(asked.path("reason").asString()).contains("may have taken effect");
            assertThat(next.post(
                                    "/api/runs/" + runId + "/approvals/"
                                            + asked.path("callId").asString(),
                                    "{\"decision\": \"deny\"}")
                            .statusCode())
                    .isEqualTo(200);
            List<String> types = RunningServer.data(
                            next.get("/api/runs/" + runId + "/events").body())
                    .stream()
                    .map(data -> Json.MAPPER.readTree(data).path("type").asString())
                    .toList();
            assertThat(types).containsSubsequence("ToolCallExecuting", "RunResumed", "RunFinished");
            assertThat(next.getJson("/api/runs/" + runId).path("outcome").asString())
                    .isEqualTo("ANSWERED");
        }
    }

    @Test
    void aSecondSignalEndsTheProcessAtOnce() throws Exception {
        Process process = serve("600");
        try (BufferedReader out = process.inputReader();
                HttpClient client = HttpClient.newHttpClient()) {
            String base = base(out);
            post(client, base + "/api/runs", "{\"input\": \"call nap 600000\"}");
            process.toHandle().destroy();
            while (client.send(
                                    HttpRequest.newBuilder(URI.create(base + "/health/ready"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    != 503) {
                Thread.sleep(10);
            }
            process.toHandle().destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(process.exitValue()).isEqualTo(130);
    }

    private static JsonNode waiting(RunningServer server, String runId) throws Exception {
        for (int i = 0; i < 1500; i++) {
            JsonNode first = server.getJson("/api/runs/" + runId + "/approvals").at("/approvals/0");
            if (first.isObject()) {
                return first;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("run " + runId + " does not ask");
    }

    private static void awaitLine(HttpClient client, String url, String part) throws Exception {
        HttpResponse<Stream<String>> events =
                client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = events.body()) {
            assertThat(lines.anyMatch(line -> line.contains(part))).isTrue();
        }
    }

    private static String base(BufferedReader out) throws IOException {
        String line = out.readLine();
        return line.replaceFirst(".*http://localhost:(\\d+).*", "http://localhost:$1");
    }

    private static String post(HttpClient client, String url, String body) throws Exception {
        return client.send(request(url, body), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static HttpRequest request(String url, String body) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private Process serve(String seconds) throws IOException {
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
        builder.environment().put("ALLTOOLS_SHUTDOWN_SECONDS", seconds);
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
