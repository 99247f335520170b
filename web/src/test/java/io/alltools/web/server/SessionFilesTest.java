package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.web.EchoParts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a session and no others; and nothing of what they hold becomes a page. */
class SessionFilesTest {

    @TempDir
    static Path folder;

    private static RunningServer server;
    private static String session;
    private static Path files;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningServer(folder);
        server.app.add(List.of(EchoParts.PAINT));
        String run = server.start("call paint charts/one.png");
        server.get("/api/runs/" + run + "/events");
        session = server.getJson("/api/runs/" + run).path("sessionId").asString();
        files = server.app.sessionFolder(session);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anImageIsShown() throws Exception {
        HttpResponse<String> image = get("charts/one.png");
        assertThat(image.statusCode()).isEqualTo(200);
        assertThat(image.headers().firstValue("Content-Type")).hasValue("image/png");
        assertThat(image.headers().firstValue("Content-Length"))
                .hasValue("" + Files.size(files.resolve("charts/one.png")));
        assertThat(image.headers().firstValue("Content-Disposition").orElse("")).startsWith("inline;");
        assertThat(image.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(image.headers().allValues("Content-Security-Policy")).containsExactly("default-src 'none'; sandbox");
    }

    @Test
    void whatIsNoPictureIsForSavingOnlyWhateverItIsCalled() throws Exception {
        String svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        for (String name : List.of("a.svg", "b.html", "c.png", "智 \"谱\".txt")) {
            Files.writeString(files.resolve(name), svg);
            HttpResponse<String> file =
                    get(java.net.URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
            assertThat(file.statusCode()).as(name).isEqualTo(200);
            assertThat(file.body()).isEqualTo(svg);
            assertThat(file.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
            assertThat(file.headers().firstValue("Content-Disposition").orElse(""))
                    .startsWith("attachment;")
                    .doesNotContain("\n");
        }
        Files.writeString(files.resolve("empty"), "");
        assertThat(get("empty").statusCode()).isEqualTo(200);
    }

    @Test
    void noPathLeadsOutOfTheFolder() throws Exception {
        Files.writeString(folder.resolve("sessions").resolve("secret.txt"), "secret");
        Files.createSymbolicLink(files.resolve("link.txt"), folder.resolve("sessions/secret.txt"));
        Files.createSymbolicLink(files.resolve("linked"), folder.resolve("sessions"));
        for (String name : List.of(
                "../secret.txt",
                "%2e%2e/secret.txt",
                "..%2fsecret.txt",
                "charts/../../secret.txt",
                "charts/%2e%2e/%2e%2e/secret.txt",
                "..%5csecret.txt",
                "%2e%2e%2f" + session + "%2fcharts%2fone.png",
                "link.txt",
                "linked/secret.txt",
                "/etc/passwd",
                "%2fetc%2fpasswd",
                "charts",
                "charts/",
                "",
                "one.png",
                "charts/one.png%00",
                "charts//one.png")) {
            String answer = raw("/api/sessions/" + session + "/files/" + name);
            assertThat(answer).as(name).matches("HTTP/1.1 40[04] .*");
        }
        assertThat(raw("/api/sessions/%2e%2e/files/alltools.mv.db")).startsWith("HTTP/1.1 404");
        assertThat(raw("/api/sessions/ses_none/files/charts/one.png")).startsWith("HTTP/1.1 404");
    }

    @Test
    void whatIsMissingIsSaid() throws Exception {
        HttpResponse<String> missing = get("nothing.png");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(RunningServer.json(missing).path("error").path("message").asString())
                .isEqualTo("the session has no file \"nothing.png\"");
    }

    private static HttpResponse<String> get(String name) throws IOException, InterruptedException {
        return server.get("/api/sessions/" + session + "/files/" + name);
    }

    /** The status line of a request whose path no client library has tidied up. */
    private static String raw(String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.server.port())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.server.port()
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }
}
