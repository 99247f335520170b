package io.alltools.tools.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import io.alltools.agent.Part;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageToolTest {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};

    @TempDir
    Path folder;

    private HttpServer server;
    private String url;
    private String asked = "";
    private int status = 200;
    private String answer = "";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/images", exchange -> {
            asked = exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/file", exchange -> {
            exchange.sendResponseHeaders(200, PNG.length);
            exchange.getResponseBody().write(PNG);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theImageIsKeptInTheSessionsFolderAndShown() throws Exception {
        answer = "{\"data\": [{\"b64_json\": \"%s\"}]}"
                .formatted(Base64.getEncoder().encodeToString(PNG));
        assertThat(call("a red fox"))
                .isInstanceOfSatisfying(
                        ToolResult.Ok.class,
                        ok -> assertThat(ok.passages().getFirst().content())
                                .containsExactly(
                                        new Part.Text("The image is shown to the user and kept as images/call_1.png."),
                                        new Part.Image("images/call_1.png")));
        assertThat(folder.resolve("images/call_1.png")).hasBinaryContent(PNG);
        assertThat(asked).isEqualTo("Bearer s3cret {\"prompt\":\"a red fox\",\"n\":1,\"model\":\"cogview-3\"}");
    }

    @Test
    void anImageThatLiesAtAUrlIsFetched() throws Exception {
        answer = "{\"data\": [{\"url\": \"%s/file\", \"revised_prompt\": \"a fox\"}]}".formatted(url);
        assertThat(call("fox").toObservation("c").text()).endsWith("It was made for: a fox");
        assertThat(folder.resolve("images/call_1.png")).hasBinaryContent(PNG);
    }

    @Test
    void aUrlThatLeadsIntoThisNetworkIsRefused() throws Exception {
        for (String elsewhere :
                new String[] {"http://localhost/file", "http://169.254.169.254/latest", "http://[::1]/"}) {
            answer = "{\"data\": [{\"url\": \"%s\"}]}".formatted(elsewhere);
            assertThat(call("fox")).as(elsewhere).isInstanceOfSatisfying(ToolResult.Failed.class, failed -> {
                assertThat(failed.kind()).isEqualTo(ToolResult.Kind.DENIED);
                assertThat(failed.message()).contains("not on the public internet");
            });
        }
        answer = "{\"data\": [{\"url\": \"http://localhost:%d/file\"}]}"
                .formatted(server.getAddress().getPort());
        assertThat(call("fox").toObservation("c").text()).contains("port");
        answer = "{\"data\": [{\"url\": \"file:///etc/passwd\"}]}";
        assertThat(call("fox").toObservation("c").text()).contains("can't be opened");
    }

    @Test
    void theEndpointsHostCantRedirectElsewhere() throws Exception {
        server.createContext("/away", exchange -> {
            exchange.getResponseHeaders().add("Location", url + "/file");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        answer = "{\"data\": [{\"url\": \"%s/away\"}]}".formatted(url);
        assertThat(call("fox").toObservation("c").text()).contains("the image's URL answered with status 302");
    }

    @Test
    void whatGoesWrongIsAnObservation() throws Exception {
        assertThat(call("  "))
                .isEqualTo(ToolResult.failed(
                        ToolResult.Kind.INVALID_ARGUMENTS, "the description has 0 characters, expected 1 to 4000"));
        status = 400;
        answer = "{\"error\": \"no foxes\"}";
        assertThat(call("fox").toObservation("c").text())
                .isEqualTo("Error: the images endpoint answered with status 400: {\"error\": \"no foxes\"}");
        status = 200;
        answer = "{\"data\": [{\"b64_json\": \"aGVsbG8=\"}]}";
        assertThat(call("fox").toObservation("c").text()).contains("no PNG, JPEG or WebP image");
        answer = "<html>";
        assertThat(call("fox")).isInstanceOf(ToolResult.Failed.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageTool.create("images", "", ""))
                .withMessageContaining("\"images\"");
    }

    private ToolResult call(String prompt) throws InterruptedException {
        try (ImageTool tool = ImageTool.create(url + "/images", "s3cret", "cogview-3")) {
            return tool.call(prompt, new ToolContext("s", "call_1", folder));
        }
    }
}
