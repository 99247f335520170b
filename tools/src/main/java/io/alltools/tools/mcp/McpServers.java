package io.alltools.tools.mcp;

import io.alltools.agent.Json;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import io.alltools.tools.function.Hosts;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools of MCP servers as functions, from settings as other hosts use them:
 *
 * <pre>{@code
 * {"mcpServers": {
 *    "files": {"command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem", "/data"]},
 *    "search": {"url": "https://search.example.org/mcp", "headers": {"Authorization": "Bearer ${SEARCH_TOKEN}"}}}}
 * }</pre>
 *
 * <p>A tool keeps its name where no other has it; otherwise the server's name comes before it.
 */
public final class McpServers {

    private static final int MAX_NAME = 64;

    /** Names that mean something else to GLM-4. */
    private static final Set<String> BUILT_IN = Set.of("python", "simple_browser", "cogview");

    /** A tool with the server it belongs to. */
    private record Offered(McpConnection server, McpSchema.Tool tool, String name) {}

    /** The tools as they were named from these lists, one of each server. */
    private record Listing(List<List<McpSchema.Tool>> lists, List<Tool> tools) {}

    private final List<McpConnection> connections;
    private Listing listing = new Listing(List.of(), List.of());

    private McpServers(List<McpConnection> connections) {
        this.connections = List.copyOf(connections);
    }

    /**
     * Starts or reaches all servers and lists their tools. Closing any of a server's tools ends the connection.
     *
     * @param file for messages
     * @throws IllegalArgumentException with one line that names the file and the server that failed
     */
    public static List<Tool> open(String file, JsonNode root, Function<String, @Nullable String> environment) {
        return open(file, ServerSettings.read(file, root, environment));
    }

    /**
     * The tools of one server that speaks streamable HTTP.
     *
     * @param name what it is called in messages, and before the name of a tool that means something else
     * @param headers sent with each request
     * @param hosts asked before each request
     * @throws IllegalArgumentException with one line that says why it can't be used
     */
    public static List<Tool> connect(String name, URI url, Map<String, String> headers, Hosts hosts) {
        return open(
                url.toString(),
                List.of(new ServerSettings.Remote(
                        name, url, headers, Duration.ofSeconds(ServerSettings.Fields.DEFAULT_SECONDS), false, hosts)));
    }

    private static List<Tool> open(String file, List<ServerSettings> settings) {
        List<McpConnection> connections = new ArrayList<>();
        try {
            for (ServerSettings server : settings) {
                connections.add(McpConnection.open(server));
            }
            return new McpServers(connections).current();
        } catch (McpFailure e) {
            connections.forEach(McpConnection::close);
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            connections.forEach(McpConnection::close);
            Thread.currentThread().interrupt();
            throw new IllegalArgumentException(file + ": starting the servers was stopped", e);
        }
    }

    /** The tools that the servers offer by now; the same objects for as long as no server has changed its list. */
    private synchronized List<Tool> current() {
        List<List<McpSchema.Tool>> lists =
                connections.stream().map(McpConnection::tools).toList();
        if (!lists.equals(listing.lists())) {
            List<Offered> offered = new ArrayList<>();
            for (int i = 0; i < lists.size(); i++) {
                for (McpSchema.Tool tool : lists.get(i)) {
                    offered.add(new Offered(connections.get(i), tool, usable(tool.name())));
                }
            }
            listing = new Listing(lists, named(offered));
        }
        return listing.tools();
    }

    private List<Tool> named(List<Offered> offered) {
        Map<String, Integer> counts = new HashMap<>();
        offered.forEach(each -> counts.merge(each.name(), 1, Integer::sum));
        Set<String> taken = new HashSet<>(BUILT_IN);
        Map<String, Tool> tools = new LinkedHashMap<>();
        for (Offered each : offered) {
            boolean alone = counts.getOrDefault(each.name(), 0) == 1 && !BUILT_IN.contains(each.name());
            String base = alone ? each.name() : usable(each.server().name() + "_" + each.name());
            String name = base;
            for (int i = 2; !taken.add(name); i++) {
                String suffix = "_" + i;
                name = base.substring(0, Math.min(base.length(), MAX_NAME - suffix.length())) + suffix;
            }
            String description =
                    each.tool().description() == null ? "" : each.tool().description();
            tools.put(
                    name,
                    new McpTool(
                            ToolSpec.function(name, description, schema(each.tool())),
                            each.tool().name(),
                            each.server(),
                            traits(each),
                            this::current));
        }
        return List.copyOf(tools.values());
    }

    /** A server's own word counts only where the settings say so: it may be wrong, or lie. */
    private static Set<Trait> traits(Offered offered) {
        McpSchema.ToolAnnotations said = offered.tool().annotations();
        if (!offered.server().trusted() || said == null) {
            return Trait.UNKNOWN;
        }
        Set<Trait> traits = EnumSet.of(Trait.READS_PRIVATE_DATA);
        boolean readOnly = Boolean.TRUE.equals(said.readOnlyHint());
        if (readOnly) {
            traits.add(Trait.PARALLEL);
        } else {
            traits.add(Trait.CHANGES_STATE);
        }
        if (readOnly || Boolean.TRUE.equals(said.idempotentHint())) {
            traits.add(Trait.REPEATABLE);
        }
        if (!Boolean.FALSE.equals(said.openWorldHint())) {
            traits.add(Trait.SENDS_DATA);
        }
        return Set.copyOf(traits);
    }

    private static ObjectNode schema(McpSchema.Tool tool) {
        JsonNode schema = Json.MAPPER.valueToTree(tool.inputSchema());
        if (schema instanceof ObjectNode object) {
            if (!object.has("type")) {
                object.put("type", "object");
            }
            return object;
        }
        ObjectNode any = Json.object().put("type", "object");
        any.putObject("properties");
        return any;
    }

    private static String usable(String name) {
        String usable = name.replaceAll("[^A-Za-z0-9_.-]+", "_");
        if (!usable.matches("[A-Za-z_].*")) {
            usable = "_" + usable;
        }
        return usable.substring(0, Math.min(usable.length(), MAX_NAME));
    }
}
