package io.alltools.tools.mcp;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Toolbox;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.node.ObjectNode;

/** All Tools as an MCP server: lists the tools of a toolbox and calls them, in one session. */
public final class McpToolServer {

    static final McpSchema.Implementation US = new McpSchema.Implementation("alltools", "0.1.0");

    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};
    private static final Pattern DATA = Pattern.compile("data:(image/[a-z.+-]+);base64,(.*)", Pattern.DOTALL);

    private final Toolbox toolbox;
    private final String sessionId;
    private final Path folder;
    private final AtomicLong calls = new AtomicLong();

    /** @param folder the session's, for the tools' files */
    public McpToolServer(Toolbox toolbox, String sessionId, Path folder) {
        this.toolbox = toolbox;
        this.sessionId = sessionId;
        this.folder = folder;
    }

    /** Speaks MCP until the input ends. An interrupt ends it too. */
    public void serve(InputStream in, OutputStream out) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        McpSyncServer server = McpServer.sync(
                        new StdioServerTransportProvider(McpJsonDefaults.getMapper(), new Watched(in, ended), out))
                .serverInfo(US)
                .capabilities(
                        McpSchema.ServerCapabilities.builder().tools(false).build())
                // The toolbox checks, with messages that help a model.
                .validateToolInputs(false)
                .tools(tools())
                .build();
        try {
            ended.await();
        } finally {
            server.closeGracefully();
        }
    }

    /** Answers what comes over {@code transport} from now on. */
    void serve(McpStatelessServerTransport transport) {
        McpServer.sync(transport)
                .serverInfo(US)
                .capabilities(
                        McpSchema.ServerCapabilities.builder().tools(false).build())
                .validateToolInputs(false)
                .tools(toolbox.specs().stream()
                        .map(spec -> new McpStatelessServerFeatures.SyncToolSpecification(
                                tool(spec), (context, request) -> call(spec, request)))
                        .toList())
                .build();
    }

    private List<SyncToolSpecification> tools() {
        return toolbox.specs().stream()
                .map(spec -> SyncToolSpecification.builder()
                        .tool(tool(spec))
                        .callHandler((exchange, request) -> call(spec, request))
                        .build())
                .toList();
    }

    private static McpSchema.Tool tool(ToolSpec spec) {
        return McpSchema.Tool.builder(spec.name(), Json.MAPPER.convertValue(spec.parameters(), MEMBERS))
                .description(spec.description())
                .build();
    }

    private McpSchema.CallToolResult call(ToolSpec spec, McpSchema.CallToolRequest request) {
        String id = "call_" + calls.incrementAndGet();
        ObjectNode arguments = request.arguments() == null
                ? Json.object()
                : Json.MAPPER.convertValue(request.arguments(), ObjectNode.class);
        try {
            ToolResult result = toolbox.call(
                    new ToolCall(id, spec.name(), content(spec, arguments)), new ToolContext(sessionId, id, folder));
            Message.Observation observation = result.toObservation(id);
            return McpSchema.CallToolResult.builder(content(observation.passages()))
                    .isError(result instanceof ToolResult.Failed)
                    .build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return McpSchema.CallToolResult.builder()
                    .addTextContent("Error: the call was stopped")
                    .isError(true)
                    .build();
        }
    }

    /** A built-in's content is the one string that its schema asks for. */
    private static String content(ToolSpec spec, ObjectNode arguments) {
        return switch (spec.kind()) {
            case FUNCTION -> Json.write(arguments);
            case BUILT_IN ->
                arguments
                        .path(spec.parameters()
                                .path("properties")
                                .propertyNames()
                                .iterator()
                                .next())
                        .asString("");
        };
    }

    private List<McpSchema.Content> content(List<Passage> passages) {
        List<McpSchema.Content> contents = new ArrayList<>();
        for (Passage passage : passages) {
            String head = passage.metadata().isEmpty() ? "" : passage.metadata() + "\n";
            String text = head + passage.text();
            if (!text.isEmpty()) {
                contents.add(new McpSchema.TextContent(text));
            }
            for (Part part : passage.content()) {
                if (part instanceof Part.Image image) {
                    contents.add(image(image.uri()));
                }
            }
        }
        return contents;
    }

    /** An image that we hold travels along; any other is a link. */
    private McpSchema.Content image(String uri) {
        Matcher data = DATA.matcher(uri);
        if (data.matches()) {
            return new McpSchema.ImageContent(null, data.group(2), data.group(1));
        }
        Path file = folder.resolve(uri).normalize();
        if (!uri.contains(":") && file.startsWith(folder.normalize()) && Files.isRegularFile(file)) {
            try {
                String type = uri.endsWith(".jpg") || uri.endsWith(".jpeg") ? "image/jpeg" : "image/png";
                return new McpSchema.ImageContent(
                        null, Base64.getEncoder().encodeToString(Files.readAllBytes(file)), type);
            } catch (IOException e) {
                return new McpSchema.TextContent("[the image " + uri + " can't be read: " + e.getMessage() + "]");
            }
        }
        return new McpSchema.TextContent("[image " + uri + "]");
    }

    /** Says when the other side has closed. */
    private static final class Watched extends FilterInputStream {

        private final CountDownLatch ended;

        Watched(InputStream in, CountDownLatch ended) {
            super(in);
            this.ended = ended;
        }

        @Override
        public int read() throws IOException {
            return seen(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return seen(super.read(bytes, offset, length));
        }

        private int seen(int read) {
            if (read < 0) {
                ended.countDown();
            }
            return read;
        }
    }
}
