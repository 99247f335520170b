package io.alltools.tools.mcp;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A server that is made with the official SDK alone; as a process it speaks on its standard input and output. */
final class SdkServer {

    private static final Map<String, Object> TEXT_SCHEMA = Map.of(
            "$schema",
            "http://json-schema.org/draft-07/schema#",
            "type",
            "object",
            "properties",
            Map.of("text", Map.of("type", "string", "minLength", 1)),
            "required",
            List.of("text"));

    private SdkServer() {}

    /** @param args a file that gets a line at each start, and optionally {@code broken} for a server that never runs */
    public static void main(String[] args) throws InterruptedException, IOException {
        if (args.length > 0) {
            Files.writeString(Path.of(args[0]), "start\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        if (args.length > 1) {
            System.err.println("no license found");
            System.exit(3);
        }
        McpSyncServer server = McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper()))
                .serverInfo("sdk", "1")
                .capabilities(McpSchema.ServerCapabilities.builder().tools(true).build())
                .tools(tools())
                .build();
        // Tells the clients that the list has changed.
        server.addTool(tool("grow", request -> {
            server.addTool(tool("grown", asked -> text("tall")));
            server.removeTool("picture");
            return text("grew");
        }));
        Thread.currentThread().join();
    }

    static List<SyncToolSpecification> tools() {
        return List.of(
                tool("echo", request -> text(String.valueOf(request.arguments().get("text")))),
                tool(
                        "environment",
                        request -> text(String.valueOf(
                                System.getenv(String.valueOf(request.arguments().get("text")))))),
                tool(
                        "picture",
                        request -> CallToolResult.builder()
                                .addTextContent("a picture")
                                .addContent(new McpSchema.ImageContent(null, "aGVsbG8=", "image/png"))
                                .addContent(McpSchema.EmbeddedResource.builder(new McpSchema.TextResourceContents(
                                                "file:///notes.txt", "text/plain", "some notes"))
                                        .build())
                                .build()),
                tool(
                        "fail",
                        request -> CallToolResult.builder()
                                .addTextContent("the disk is full")
                                .isError(true)
                                .build()),
                tool("python", request -> text("not the interpreter")),
                tool("slow", request -> {
                    try {
                        Thread.sleep(20_000);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return text("late");
                }),
                tool("die", request -> {
                    System.err.println("at 12:00 the disk was gone");
                    Runtime.getRuntime().halt(7);
                    return text("never");
                }));
    }

    private static SyncToolSpecification tool(String name, Function<McpSchema.CallToolRequest, CallToolResult> work) {
        return SyncToolSpecification.builder()
                .tool(McpSchema.Tool.builder(name, TEXT_SCHEMA)
                        .description("does " + name)
                        .annotations(annotations(name))
                        .build())
                .callHandler((exchange, request) -> work.apply(request))
                .build();
    }

    /** What the server says of itself: that {@code echo} only reads. */
    private static McpSchema.ToolAnnotations annotations(String name) {
        return McpSchema.ToolAnnotations.builder()
                .readOnlyHint(name.equals("echo"))
                .openWorldHint(!name.equals("echo"))
                .build();
    }

    private static CallToolResult text(String text) {
        return CallToolResult.builder().addTextContent(text).build();
    }
}
