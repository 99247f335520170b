package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Part;
import io.alltools.agent.RunEvent;
import io.alltools.web.EchoParts;
import io.alltools.web.store.AttachmentLimits;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The user's files in a session: kept within limits, told to the model once on each branch, private. */
class AttachedFilesTest {

    private static final int FILE_BYTES = 1 << 20;

    @TempDir
    static Path folder;

    static RunningServer server;

    private String session = "";

    @BeforeAll
    static void start() {
        server = new RunningServer(folder, new EchoParts() {
            @Override
            public AttachmentLimits attachmentLimits() {
                return AttachmentLimits.ofMegabytes(1, 2, 3);
            }
        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newSession() throws Exception {
        session = RunningServer.json(server.post("/api/sessions", "{}"))
                .path("sessionId")
                .asString();
    }

    @Test
    void theModelIsToldOfNewFilesOnceAndApartFromWhatTheUserSaid() throws Exception {
        assertThat(attach("data.csv", "a,b\n").statusCode()).isEqualTo(201);
        attach("图 1.png", "picture");
        String first = run("look", "");
        assertThat(((Message.User) lastSeen()).content())
                .containsExactly(
                        new Part.Text("look"),
                        new Part.Text("[files attached in /mnt/data: data.csv (text/csv, 4 bytes),"
                                + " 图 1.png (image/png, 7 bytes)]"));
        assertThat(server.getJson("/api/runs/" + first).path("input").asString())
                .isEqualTo("look");
        run("more", "");
        assertThat(lastSeen()).isEqualTo(Message.user("more"));
        attach("notes.txt", "n");
        run("now", "");
        assertThat(lastSeen().text()).isEqualTo("now\n[files attached in /mnt/data: notes.txt (text/plain, 1 bytes)]");
        run("another branch", ",\"after\":\"" + first + "\"");
        assertThat(lastSeen().text()).contains("notes.txt").doesNotContain("data.csv");
        run("from the begin", ",\"after\":null");
        assertThat(lastSeen().text()).contains("data.csv", "图 1.png", "notes.txt");
    }

    @Test
    void aFileThatWasReplacedIsToldAgainAndOneThatIsGoneIsNot() throws Exception {
        attach("a.txt", "one");
        attach("b.txt", "two");
        run("look", "");
        assertThat(send("DELETE", "files/b.txt").statusCode()).isEqualTo(204);
        HttpResponse<String> refused = attach("a.txt", "uno");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("file_exists", "overwrite=true");
        assertThat(upload("a.txt&overwrite=true", "uno", "application/octet-stream")
                        .statusCode())
                .isEqualTo(201);
        assertThat(server.get("/api/sessions/" + session + "/files/a.txt").body())
                .isEqualTo("uno");
        run("again", "");
        assertThat(lastSeen().text()).isEqualTo("again\n[files attached in /mnt/data: a.txt (text/plain, 3 bytes)]");
    }

    @Test
    void filesAreListedWithThoseThatToolsLeft() throws Exception {
        attach("a.csv", "1");
        Path charts = Files.createDirectories(server.app.sessionFolder(session).resolve("charts"));
        Files.writeString(charts.resolve("one.txt"), "ab");
        Files.createSymbolicLink(charts.resolve("link"), folder);
        assertThat(server.getJson("/api/sessions/" + session + "/files").toString())
                .isEqualTo("{\"files\":[{\"name\":\"a.csv\",\"bytes\":1,\"type\":\"text/csv\",\"attached\":true},"
                        + "{\"name\":\"charts/one.txt\",\"bytes\":2,\"type\":\"text/plain\",\"attached\":false}]}");
        assertThat(send("DELETE", "files/charts/one.txt").statusCode()).isEqualTo(204);
        assertThat(send("DELETE", "files/charts/link").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "files/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void aSessionWithFilesIsPrivateEvenWhenTheyAreGone() throws Exception {
        assertThat(started(run("look", "")).privateFiles()).isFalse();
        attach("a.csv", "1");
        assertThat(started(run("look", "")).privateFiles()).isTrue();
        send("DELETE", "files/a.csv");
        assertThat(started(run("look", "")).privateFiles()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "../a.csv",
                "..\\a.csv",
                "/etc/passwd",
                "a/b",
                "C:\\a",
                "a\u0000.csv",
                "a\nb.csv",
                "a\u202egpj.exe",
                "a\u2028b",
                ".bashrc",
                "a.",
                " a",
                "a ",
                "con",
                "NUL.txt",
                "com1.csv",
                "LPT9",
                "a:b",
                "a*b",
                "a?b",
                "<a>",
                "a|b",
                "\"a\"",
                "results",
                "Results",
                "\u200b"
            })
    void aNameThatIsNotPlainIsRefused(String name) throws Exception {
        HttpResponse<String> refused = attach(name, "x");
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(RunningServer.json(refused).at("/error/message").asString())
                .contains("can't be used")
                .doesNotContain("\n", "\u0000", "\u202e");
        assertThat(server.app.sessionFolder(session)).doesNotExist();
    }

    @Test
    void aNameOfManyBytesIsRefused() throws Exception {
        assertThat(attach("智".repeat(70), "x").body()).contains("longer than 200 bytes");
    }

    @Test
    void limitsOfSizeCountAndTotalHold() throws Exception {
        assertThat(attach("large.bin", "x".repeat(FILE_BYTES + 1)).statusCode()).isEqualTo(413);
        assertThat(attach("whole.bin", "x".repeat(FILE_BYTES)).statusCode()).isEqualTo(201);
        assertThat(attach("b.bin", "x".repeat(FILE_BYTES)).statusCode()).isEqualTo(201);
        assertThat(attach("c.bin", "x").body()).contains("too_many_files", "2,097,153 bytes");
        assertThat(attach("c.bin", "").statusCode()).isEqualTo(201);
        assertThat(attach("d.bin", "").body()).contains("4 attached files");
        assertThat(upload("b.bin&overwrite=true", "x", "application/octet-stream")
                        .statusCode())
                .isEqualTo(201);
        assertThat(uploads()).isEmpty();
    }

    /** Without a length the limit must hold while the content comes. */
    @Test
    void aBodyOfUnknownLengthIsCutOffAtTheLimitAndLeavesNothing() throws Exception {
        HttpRequest.BodyPublisher endless =
                HttpRequest.BodyPublishers.ofByteArrays(() -> java.util.stream.Stream.generate(() -> new byte[64 << 10])
                        .limit(40)
                        .iterator());
        int status;
        try {
            status = server.client
                    .send(
                            server.request("/api/sessions/" + session + "/files?name=endless.bin")
                                    .header("Content-Type", "application/octet-stream")
                                    .POST(endless)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException e) {
            // The server need not read what it refused.
            status = 413;
        }
        assertThat(status).isEqualTo(413);
        assertThat(server.app.sessionFolder(session)).doesNotExist();
        awaitNoUploads();
    }

    @Test
    void aClientThatGoesAwayInTheMiddleLeavesNothing() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.server.port())) {
            socket.getOutputStream()
                    .write(("POST /api/sessions/" + session + "/files?name=half.bin HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Content-Type: application/octet-stream\r\nContent-Length: 1000\r\n\r\nhalf")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            while (uploads().isEmpty()) {
                Thread.sleep(5);
            }
        }
        awaitNoUploads();
        assertThat(server.app.sessionFolder(session)).doesNotExist();
    }

    @Test
    void whatAnEndedProcessLeftOfAnUploadIsDeletedWithALaterOne() throws Exception {
        Files.createDirectories(folder.resolve("uploads"));
        Path left = Files.writeString(folder.resolve("uploads/upload1"), "half");
        Files.setLastModifiedTime(
                left,
                java.nio.file.attribute.FileTime.from(java.time.Instant.now().minus(java.time.Duration.ofDays(2))));
        attach("a.csv", "1");
        assertThat(left).doesNotExist();
    }

    @Test
    void filesDontChangeUnderARunThatGoesOn() throws Exception {
        attach("a.csv", "1");
        String run = RunningServer.json(server.post("/api/runs", order("think 60000", "")))
                .path("runId")
                .asString();
        assertThat(attach("b.csv", "1").statusCode()).isEqualTo(409);
        assertThat(send("DELETE", "files/a.csv").statusCode()).isEqualTo(409);
        server.post("/api/runs/" + run + "/cancel", "{}");
        server.get("/api/runs/" + run + "/events");
        assertThat(attach("b.csv", "1").statusCode()).isEqualTo(201);
    }

    @Test
    void aLinkInTheFolderIsReplacedAndNotFollowed() throws Exception {
        Path outside = Files.writeString(folder.resolve("outside.txt"), "mine");
        Path files = Files.createDirectories(server.app.sessionFolder(session));
        Files.createSymbolicLink(files.resolve("a.txt"), outside);
        Files.createDirectory(files.resolve("sub"));
        assertThat(attach("a.txt", "yours").statusCode()).isEqualTo(409);
        assertThat(upload("a.txt&overwrite=true", "yours", "application/octet-stream")
                        .statusCode())
                .isEqualTo(201);
        assertThat(upload("sub&overwrite=true", "yours", "application/octet-stream")
                        .statusCode())
                .isEqualTo(409);
        assertThat(outside).hasContent("mine");
        assertThat(files.resolve("a.txt")).hasContent("yours");
    }

    /** What a page of another site can send without asking the browser's permission, and JSON. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded",
                "application/json",
                "nonsense"
            })
    void aFormCantAttachAFile(String type) throws Exception {
        assertThat(upload("a.csv", "x", type).statusCode()).isEqualTo(415);
    }

    @Test
    void aBodyWithoutATypeOrFromAnotherSiteIsRefused() throws Exception {
        HttpRequest.Builder request = server.request("/api/sessions/" + session + "/files?name=a.csv")
                .POST(HttpRequest.BodyPublishers.ofString("x"));
        assertThat(status(request)).isEqualTo(415);
        request.header("Content-Type", "application/octet-stream").header("Origin", "https://evil.example");
        assertThat(status(request)).isEqualTo(403);
        assertThat(server.app.sessionFolder(session)).doesNotExist();
    }

    @Test
    void bareBytesAreAcceptedWhereFilesGoAndNowhereElse() throws Exception {
        HttpRequest.Builder request = server.request("/api/runs")
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofString("{\"input\":\"hi\"}"));
        assertThat(status(request)).isEqualTo(415);
        assertThat(status(server.request("/api/sessions/ses_none/files?name=a.csv")
                        .header("Content-Type", "application/octet-stream")
                        .POST(HttpRequest.BodyPublishers.ofString("x"))))
                .isEqualTo(404);
        assertThat(status(server.request("/api/sessions/" + session + "/files")
                        .header("Content-Type", "application/octet-stream")
                        .POST(HttpRequest.BodyPublishers.ofString("x"))))
                .isEqualTo(400);
    }

    private static int status(HttpRequest.Builder request) throws Exception {
        return server.client
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private HttpResponse<String> attach(String name, String content) throws Exception {
        return upload(URLEncoder.encode(name, StandardCharsets.UTF_8), content, "application/octet-stream");
    }

    private HttpResponse<String> upload(String query, String content, String type) throws Exception {
        return server.client.send(
                server.request("/api/sessions/" + session + "/files?name=" + query)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(content))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return server.client.send(
                server.request("/api/sessions/" + session + "/" + path)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String run(String input, String more) throws Exception {
        JsonNode run = RunningServer.json(server.post("/api/runs", order(input, more)));
        server.get("/api/runs/" + run.path("runId").asString() + "/events");
        return run.path("runId").asString();
    }

    private String order(String input, String more) {
        return "{\"input\":" + Json.write(input) + ",\"sessionId\":\"" + session + "\"" + more + "}";
    }

    private static RunEvent.RunStarted started(String run) {
        return (RunEvent.RunStarted)
                server.app.store().entries(run, 0).getFirst().event();
    }

    private static Message lastSeen() {
        return server.model.requests.getLast().messages().getLast();
    }

    private static void awaitNoUploads() throws Exception {
        while (!uploads().isEmpty()) {
            Thread.sleep(5);
        }
    }

    private static List<Path> uploads() throws IOException {
        Path uploads = folder.resolve("uploads");
        if (!Files.isDirectory(uploads)) {
            return List.of();
        }
        try (var files = Files.list(uploads)) {
            return files.toList();
        }
    }
}
