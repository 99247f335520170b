package io.alltools.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Tool;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.agent.Toolbox;
import io.alltools.tools.ToolFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our client with the official SDK's own server on streamable HTTP. */
class StreamableHttpTest {

    @TempDir
    Path folder;

    private Process server;
    private int port;

    @BeforeEach
    void serve() throws IOException {
        serve(0);
    }

    private void serve(int at) throws IOException {
        server = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SdkHttpServer.class.getName(),
                        folder.resolve("tomcat").toString(),
                        Integer.toString(at))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        port = Integer.parseInt(server.inputReader().readLine());
    }

    @AfterEach
    void stop() {
        server.destroyForcibly();
    }

    @Test
    void theToolsOfARemoteServerAreCalledWithTheHeadersOfTheSettings() throws Exception {
        try (Toolbox tools = open()) {
            assertThat(call(tools, "echo", "{\"text\": \"over HTTP\"}")).isEqualTo("over HTTP");
            assertThat(call(tools, "who", "{}")).isEqualTo("Bearer s3cret");
        }
    }

    @Test
    void aServerThatIsGoneIsNamed() throws Exception {
        try (Toolbox tools = open()) {
            server.destroyForcibly().waitFor();
            assertThat(call(tools, "echo", "{\"text\": \"x\"}")).startsWith("Error: the MCP server far ");
        }
    }

    @Test
    void aServerThatHasForgottenOurSessionIsGreetedAgain() throws Exception {
        try (Toolbox tools = open()) {
            assertThat(call(tools, "echo", "{\"text\": \"one\"}")).isEqualTo("one");
            server.destroyForcibly().waitFor();
            serve(port);
            assertThat(call(tools, "echo", "{\"text\": \"two\"}")).isEqualTo("two");
        }
    }

    private Toolbox open() throws IOException {
        Path file = Files.writeString(folder.resolve("mcp.json"), """
                {"mcpServers": {"far": {"url": "http://127.0.0.1:%d/mcp", "timeoutSeconds": 10,
                                        "headers": {"Authorization": "Bearer ${T}"}}}}""".formatted(port));
        List<Tool> opened = ToolFile.open(file.toString(), Map.of("T", "s3cret")::get);
        return new Toolbox(opened);
    }

    private String call(Toolbox tools, String name, String arguments) throws InterruptedException {
        return tools.call(new ToolCall("c", name, arguments), new ToolContext("s", "c", folder))
                .toObservation("c")
                .text();
    }
}
