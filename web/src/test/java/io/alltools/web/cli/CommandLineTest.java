package io.alltools.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.alltools.agent.Json;
import io.alltools.web.EchoParts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class CommandLineTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final EchoParts parts = new EchoParts();

    @Test
    void askShowsTheCallTheObservationAndTheAnswer() {
        assertThat(run("", "ask", "call shout 你好 there")).isZero();
        assertThat(text(out)).isEqualTo("▶ shout\n你好 there\n◀ 你好 THERE\n\nIt says 你好 THERE\n");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void askPrintsOneEventALineAndEndsWithTheFinishedRun() {
        assertThat(run("", "ask", "--json", "--seed", "3", "call", "shout", "hi"))
                .isZero();
        List<JsonNode> events = text(out).lines().map(Json.MAPPER::readTree).toList();
        assertThat(events.getFirst().path("type").asString()).isEqualTo("RunStarted");
        assertThat(events.getFirst().at("/sampling/seed").asInt()).isEqualTo(3);
        assertThat(events.getLast().path("type").asString()).isEqualTo("RunFinished");
        assertThat(events.getLast().path("answer").asString()).isEqualTo("It says HI");
    }

    @Test
    void aRunThatFailsOrIsExhaustedExitsWithOne() {
        assertThat(run("", "ask", "break")).isEqualTo(1);
        assertThat(text(err)).isEqualTo("alltools: it broke\n");
        assertThat(run("", "ask", "--max-steps", "1", "call shout hi")).isEqualTo(1);
        assertThat(text(err)).contains("budget of 1 steps");
    }

    @Test
    void aRunThatCantBeRecordedEndsInOneLineAndWithoutEffect() throws Exception {
        assertThat(run("", "ask", "hi")).isZero();
        try (Connection database =
                        DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("alltools"), "alltools", "");
                Statement statement = database.createStatement()) {
            statement.execute("alter table run_events add constraint full_disk check (type <> 'ToolCallExecuting')");
        }
        int before = text(out).length();
        assertThat(run("", "ask", "call shout hello")).isEqualTo(1);
        assertThat(text(err)).matches("alltools: run run_\\w+ can't be recorded: [^\n]+\n");
        assertThat(text(out).substring(before)).doesNotContain("HELLO");
    }

    @Test
    void toolsAreSeenInTheOrderInWhichTheyAreNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("f.json"), "[]");
        assertThat(run("", "ask", "--tools", "nap," + file + ",shout", "hi")).isZero();
        assertThat(parts.model.requests.getLast().tools())
                .extracting(t -> t.name())
                .containsExactly("nap", "from_file", "shout", "read_result");
        assertThat(run("", "ask", "--no-tools", "hi")).isZero();
        assertThat(parts.model.requests.getLast().tools()).isEmpty();
        assertThat(parts.model.requests.getLast().messages()).hasSize(1);
    }

    @Test
    void anOpenApiDocumentThatIsServedLocallyIsAsked() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().toString();
            byte[] body = (path.equals("/petstore.json") ? """
                    {"openapi": "3.1.0", "paths": {"/pets": {"get": {"operationId": "listPets",
                     "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}]}}}}""" : Json.write(path)).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String document = "http://127.0.0.1:" + server.getAddress().getPort() + "/petstore.json";
            assertThat(run("", "ask", "--tools", document, "call listPets {\"limit\": 3}"))
                    .isZero();
            assertThat(text(out)).endsWith("◀ \"/pets?limit=3\"\n\nIt says \"/pets?limit=3\"\n");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void textFromOutsideCantDriveTheTerminal() {
        assertThat(run("", "ask", "call shout a\u001b[31mb\u0007")).isZero();
        assertThat(text(out)).doesNotContain("\u001b").doesNotContain("\u0007").contains("◀ A[31MB");
    }

    @Test
    void chatRemembersUntilANewConversation() {
        assertThat(run("one\ntwo\n/new\nthree\n/what\n\n/exit\nfour\n", "chat")).isZero();
        assertThat(text(out)).isEqualTo("one\ntwo\nthree\n");
        assertThat(text(err)).contains("there is no /what");
        assertThat(parts.model.requests).extracting(r -> r.messages().size()).containsExactly(1, 3, 1);
    }

    @Test
    void chatGoesOnAfterAFailureWithWhatWasSaid() {
        assertThat(run("break\nagain\n", "chat")).isEqualTo(1);
        assertThat(parts.model.requests.getLast().messages())
                .extracting(m -> m.text())
                .containsExactly("break", "again");
    }

    @Test
    void filesAreAttachedToAQuestionAndInAConversation() throws Exception {
        Path data = Files.writeString(folder.resolve("my data.csv"), "a,b");
        Path notes = Files.writeString(folder.resolve("notes.txt"), "n");
        assertThat(run("", "ask", "--file", data.toString(), "--file", notes.toString(), "look"))
                .isZero();
        assertThat(parts.model.requests.getLast().messages().getLast().text())
                .isEqualTo("look\n[files attached in /mnt/data: my data.csv (text/csv, 3 bytes),"
                        + " notes.txt (text/plain, 1 bytes)]");
        String lines = "/file " + data + "\nlook\n/file " + data + "\n/file /no/such\n/file\nmore\n";
        assertThat(run(lines, "chat")).isZero();
        assertThat(text(err).lines()).hasSize(4).first().isEqualTo("attached my data.csv (3 bytes)");
        assertThat(text(err)).contains("already", "/no/such");
        assertThat(parts.model.requests.getLast().messages().getLast().text()).isEqualTo("more");
        assertThat(data).exists();
    }

    @Test
    void aToolRunsAloneOnAnArgumentOrOnStandardInput() {
        assertThat(run("", "tool", "shout", "quiet")).isZero();
        assertThat(run("from in", "tool", "shout")).isZero();
        assertThat(text(out)).isEqualTo("QUIET\nFROM IN\n");
    }

    @Test
    void aToolsResultIsPrintedWithItsMetadataAndInTheNamedSession() {
        assertThat(run("", "tool", "shout", "quiet", "--json", "--session", "mine"))
                .isZero();
        JsonNode line = Json.MAPPER.readTree(text(out));
        assertThat(line.path("observation").asString()).isEqualTo("QUIET");
        assertThat(line.path("sessionId").asString()).isEqualTo("mine");
        assertThat(line.path("folder").asString()).endsWith("mine");
        assertThat(line.path("result").path("trust").asString()).isEqualTo("TRUSTED");
    }

    @Test
    void toolsAreListed() {
        assertThat(run("", "tool", "list")).isZero();
        assertThat(text(out).lines().map(l -> l.split(" ")[0])).containsExactly("shout", "nap");
    }

    @Test
    void trajectoriesAreListedAndShownByTheBeginningOfTheirId() {
        run("", "ask", "first");
        run("", "ask", "second");
        out.reset();
        assertThat(run("", "trajectories", "list", "--json")).isZero();
        List<JsonNode> runs = text(out).lines().map(Json.MAPPER::readTree).toList();
        assertThat(runs).extracting(r -> r.path("input").asString()).containsExactly("second", "first");
        String id = runs.getLast().path("id").asString();
        out.reset();
        assertThat(run("", "trajectories", "list")).isZero();
        assertThat(text(out)).startsWith("ID ").contains(id + "  ", "answered", "first");
        out.reset();
        assertThat(run("", "trajectories", "show", id.substring(0, 29))).isZero();
        JsonNode atif = Json.MAPPER.readTree(text(out));
        assertThat(atif.path("trajectory_id").asString()).isEqualTo(id);
        assertThat(atif.at("/steps/0/message").asString()).isEqualTo("first");
        assertThat(run("", "trajectories", "show", "run_")).isEqualTo(1);
        assertThat(text(err)).contains("begins several ids").contains(id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ask --colour red hi | 2 | --colour",
                "ask | 2 | QUESTION",
                "ask --seed many hi | 2 | many",
                "ask --temperature 9 hi | 2 | 0 to 2",
                "ask --max-steps 0 hi | 2 | --max-steps",
                "ask --tools shout --no-tools hi | 2 | exclude",
                "ask --tools magic hi | 2 | shout, nap",
                "ask --tools missing.json hi | 1 | missing.json",
                "ask --tools shout,shout hi | 1 | two tools",
                "ask --model /no/such/folder hi | 1 | /no/such/folder",
                "ask --file /no/such/file hi | 1 | /no/such/file",
                "ask --file / hi | 1 | expected the path of a file",
                "tool magic x | 2 | shout, nap",
                "tool | 2 | list",
                "tool shout x --session ../y | 2 | expected letters",
                "trajectories | 2 | list, show, replay, tasks, generate, curate, stats, export or another one",
                "trajectories show run_zzz | 1 | run_zzz",
                "trajectories export | 2 | --format",
                "trajectories export --format csv | 2 | glm4, agentinstruct",
                "trajectories export --format glm4 --allow all | 2 | reasoning",
                "trajectories export --format glm4 --licence MIT | 2 | --output",
                "trajectories export --format glm4 run_zzz | 1 | run_zzz",
                "trajectories export --format glm4 | 1 | no runs are recorded",
                "serve --port 70000 | 1 | 65535",
                "serve --port eighty | 2 | eighty",
                "serve --host 0.0.0.0 | 2 | ./alltools key create",
                "serve --require-keys | 2 | ./alltools key create",
                "key | 2 | create, list, usage or revoke",
                "key create | 2 | NAME",
                "key create a/b | 2 | letters",
                "key create me --scope all | 2 | chat,runs",
                "key create me --expires soon | 2 | 90d",
                "key create me --tokens-per-minute 0 | 2 | 1 to",
                "key revoke nobody | 1 | nobody",
                "dance | 2 | dance",
            })
    void badInputIsToldInOneLine(String command, int exitCode, String hint) {
        assertThat(run("", command.split(" "))).as(text(err)).isEqualTo(exitCode);
        assertThat(text(err)).contains(hint).startsWith("alltools: ");
        assertThat(text(err).lines()).hasSize(1);
        assertThat(text(out)).isEmpty();
    }

    @Test
    void aPortInUseIsToldInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            assertThat(run("", "--port", "" + taken.getLocalPort())).isEqualTo(1);
            assertThat(text(err)).contains("port " + taken.getLocalPort() + " is in use");
            assertThat(text(err).lines()).hasSize(1);
        }
    }

    @Test
    void aDataFolderThatCantBeUsedIsToldInOneLine() throws Exception {
        Files.writeString(folder.resolve("alltools.mv.db"), "not a database".repeat(2000));
        assertThat(run("", "ask", "hi")).isEqualTo(1);
        assertThat(text(err).lines()).hasSize(1);
        assertThat(text(err)).contains(folder.toString());
    }

    private int run(String in, String... args) {
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
}
