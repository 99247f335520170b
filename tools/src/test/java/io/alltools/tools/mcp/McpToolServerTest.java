package io.alltools.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Toolbox;
import io.alltools.agent.Trust;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A client of the official SDK with our server, which runs as a process. */
class McpToolServerTest {

    /** Our server with a few tools. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) throws InterruptedException {
            ToolSpec add = ToolSpec.function("add", "adds", Json.parseObject("""
                    {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
                     "required": ["a", "b"]}"""));
            AtomicInteger calls = new AtomicInteger();
            Toolbox toolbox = new Toolbox(List.of(
                    tool(
                            add,
                            arguments -> ToolResult.ok(""
                                    + (Json.parseObject(arguments).path("a").asInt()
                                            + Json.parseObject(arguments)
                                                    .path("b")
                                                    .asInt()))),
                    tool(
                            ToolSpec.builtIn("python", "runs code", "code"),
                            code -> new ToolResult.Ok(
                                    List.of(new Passage(
                                            "",
                                            List.of(
                                                    new Part.Text(calls.incrementAndGet() + ": " + code),
                                                    new Part.Image("data:image/png;base64,aGVsbG8=")))),
                                    Trust.TRUSTED))));
            new McpToolServer(toolbox, "s", Path.of("unused")).serve(System.in, System.out);
        }

        private static Tool tool(ToolSpec spec, Function<String, ToolResult> work) {
            return new Tool() {
                @Override
                public ToolSpec spec() {
                    return spec;
                }

                @Override
                public ToolResult call(String arguments, ToolContext context) {
                    return work.apply(arguments);
                }
            };
        }
    }

    @Test
    void theSdksClientListsAndCallsOurTools() {
        try (McpSyncClient client = McpClient.sync(new StdioClientTransport(
                        ServerParameters.builder(
                                        ProcessHandle.current().info().command().orElseThrow())
                                .args(
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        Program.class.getName())
                                .build(),
                        McpJsonDefaults.getMapper()))
                .build()) {
            client.initialize();
            assertThat(client.getServerInfo().name()).isEqualTo("alltools");
            assertThat(client.listTools().tools())
                    .extracting(McpSchema.Tool::name)
                    .containsExactlyInAnyOrder("add", "python");

            McpSchema.CallToolResult sum = call(client, "add", Map.of("a", 40, "b", 2));
            assertThat(sum.isError()).isFalse();
            assertThat(sum.content()).containsExactly(new McpSchema.TextContent("42"));

            McpSchema.CallToolResult wrong = call(client, "add", Map.of("a", "x", "b", 2));
            assertThat(wrong.isError()).isTrue();
            assertThat(wrong.content().toString()).contains("/a");

            assertThat(call(client, "python", Map.of("code", "print(1)")).content())
                    .containsExactly(
                            new McpSchema.TextContent("1: print(1)"),
                            new McpSchema.ImageContent(null, "aGVsbG8=", "image/png"));
        }
    }

    private static McpSchema.CallToolResult call(McpSyncClient client, String name, Map<String, Object> arguments) {
        return client.callTool(
                McpSchema.CallToolRequest.builder(name).arguments(arguments).build());
    }
}
