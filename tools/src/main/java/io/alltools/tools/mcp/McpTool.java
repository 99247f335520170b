package io.alltools.tools.mcp;

import io.alltools.agent.Json;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import io.alltools.agent.Trust;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.type.TypeReference;

/** One tool of an MCP server. What comes back is untrusted. */
final class McpTool implements Tool {

    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

    private final ToolSpec spec;
    private final String remoteName;
    private final McpConnection connection;
    private final Set<Trait> traits;
    private final Supplier<List<Tool>> current;

    /**
     * @param traits what the server says of it, as far as that is believed
     * @param current the tools of all servers of the file by now
     */
    McpTool(
            ToolSpec spec,
            String remoteName,
            McpConnection connection,
            Set<Trait> traits,
            Supplier<List<Tool>> current) {
        this.spec = spec;
        this.remoteName = remoteName;
        this.connection = connection;
        this.traits = traits;
        this.current = current;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public Set<Trait> traits() {
        return traits;
    }

    @Override
    public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
        Map<String, Object> members = Json.MAPPER.convertValue(Json.parseObject(arguments), MEMBERS);
        McpSchema.CallToolResult result;
        try {
            result = connection.call(McpSchema.CallToolRequest.builder(remoteName)
                    .arguments(members)
                    .build());
        } catch (McpFailure e) {
            return ToolResult.failed(e.kind(), e.getMessage());
        }
        List<Part> parts = parts(result);
        if (Boolean.TRUE.equals(result.isError())) {
            return ToolResult.failed(ToolResult.Kind.ERROR, Part.textOf(parts));
        }
        return new ToolResult.Ok(List.of(new Passage("", parts)), Trust.UNTRUSTED);
    }

    @Override
    public List<Tool> current() {
        return current.get();
    }

    @Override
    public void close() {
        connection.close();
    }

    private static List<Part> parts(McpSchema.CallToolResult result) {
        List<Part> parts = new ArrayList<>();
        if (result.content() != null) {
            result.content().forEach(content -> parts.add(part(content)));
        }
        if (parts.isEmpty()) {
            // A server that gives structured content should give it as text too; not all do.
            parts.add(new Part.Text(
                    result.structuredContent() == null ? "[empty answer]" : Json.write(result.structuredContent())));
        }
        return List.copyOf(parts);
    }

    private static Part part(McpSchema.Content content) {
        return switch (content) {
            case McpSchema.TextContent text -> new Part.Text(text.text());
            case McpSchema.ImageContent image -> new Part.Image("data:" + image.mimeType() + ";base64," + image.data());
            case McpSchema.AudioContent audio -> new Part.Text("[sound of type " + audio.mimeType() + "]");
            case McpSchema.ResourceLink link -> new Part.Text("[" + link.name() + "](" + link.uri() + ")");
            case McpSchema.EmbeddedResource embedded ->
                switch (embedded.resource()) {
                    case McpSchema.TextResourceContents text -> new Part.Text(text.uri() + "\n" + text.text());
                    case McpSchema.BlobResourceContents blob ->
                        String.valueOf(blob.mimeType()).startsWith("image/")
                                ? new Part.Image("data:" + blob.mimeType() + ";base64," + blob.blob())
                                : new Part.Text("[resource " + blob.uri() + " of type " + blob.mimeType() + "]");
                    // The protocol grows: what a later version of the SDK reads is at least named.
                    default -> new Part.Text("[resource " + embedded.resource().uri() + "]");
                };
            default -> new Part.Text("[content of type " + content.type() + "]");
        };
    }
}
