package io.alltools.tools.openapi;

import io.alltools.agent.Tool;
import io.alltools.agent.ToolSpec;
import io.alltools.tools.function.Hosts;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the operations of an OpenAPI document, version 3.0 or 3.1, as functions.
 *
 * <p>A function is named by {@code operationId}, else by method and path ({@code get_pets_petId}). Its arguments are
 * the parameters and the members of a JSON body or a form side by side; where that can't be, the body is one argument,
 * {@code body}. An operation that takes nothing but other kinds of body is left out and named in the log.
 */
public final class OpenApiDocument {

    private static final Logger log = LoggerFactory.getLogger(OpenApiDocument.class);

    /** A prompt with more functions serves no model; the settings can name those that are wanted, however many. */
    private static final int MAX_OPERATIONS = 64;

    private static final int MAX_NAME = 64;
    private static final int MAX_DESCRIPTION = 1000;
    private static final List<String> METHODS =
            List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private final String source;
    private final JsonNode root;
    private final OpenApiSettings settings;
    private final Security security;
    private final Servers servers;
    private final Hosts hosts;

    private OpenApiDocument(String source, URI location, JsonNode root, OpenApiSettings settings, Hosts hosts) {
        this.hosts = hosts;
        this.source = source;
        this.root = root;
        this.settings = settings;
        this.security = new Security(root, settings);
        this.servers = new Servers(location, settings);
    }

    /**
     * The functions of a document.
     *
     * @param source where it was read, as a person named it, for messages
     * @param location where it was read; relative server URLs are resolved against it
     * @param hosts which servers may be called
     * @throws IllegalArgumentException with one line that names the document, the operation and what was expected
     */
    public static List<Tool> read(String source, URI location, JsonNode root, OpenApiSettings settings, Hosts hosts) {
        return new OpenApiDocument(source, location, root, settings, hosts).read();
    }

    private List<Tool> read() {
        String version = root.path("openapi").asString("");
        if (!version.startsWith("3.")) {
            throw new IllegalArgumentException(
                    source + ": OpenAPI version \"" + version + "\" is not read: expected 3.0 or 3.1");
        }
        String unknown = settings.auth().keySet().stream()
                .filter(name -> !security.schemes().contains(name))
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(source + ": the settings hold credentials for " + unknown
                    + ", which is no security scheme of the document; it has: "
                    + String.join(", ", security.schemes()));
        }
        List<Operation> operations = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> wanted = new TreeSet<>(settings.operations());
        for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
            JsonNode item = new Schemas(root).target(path.getValue());
            for (String method : METHODS) {
                if (item.path(method) instanceof ObjectNode operation) {
                    String name = name(operation, method, path.getKey(), names);
                    if (settings.operations().isEmpty() || wanted.remove(name)) {
                        operation(name, method, path.getKey(), item, operation).ifPresent(operations::add);
                    }
                }
            }
        }
        if (!wanted.isEmpty()) {
            throw new IllegalArgumentException(
                    source + ": the settings name operations that the document does not have: "
                            + String.join(", ", wanted) + "; it has: "
                            + names.stream().sorted().limit(MAX_OPERATIONS).collect(Collectors.joining(", ")));
        }
        if (operations.isEmpty()) {
            throw new IllegalArgumentException(source + ": the document has no operation that can be called");
        }
        if (settings.operations().isEmpty() && operations.size() > MAX_OPERATIONS) {
            throw new IllegalArgumentException(source + ": the document has " + operations.size()
                    + " operations, more than " + MAX_OPERATIONS
                    + ": name those to use under \"operations\" in a settings file");
        }
        return operations.stream()
                .<Tool>map(operation -> new OperationTool(operation, settings.timeout(), hosts))
                .toList();
    }

    /** Empty where the body is of a kind that can't be made. */
    private Optional<Operation> operation(String name, String method, String path, JsonNode item, ObjectNode node) {
        String at = source + ": " + method.toUpperCase(Locale.ROOT) + " " + path;
        try {
            Arguments arguments = new Arguments(root);
            item.path("parameters").forEach(arguments::add);
            node.path("parameters").forEach(arguments::add);
            if (!arguments.addBody(node.path("requestBody"))) {
                log.warn("{} is left out: its body is neither JSON nor a form of plain values", at);
                return Optional.empty();
            }
            String server = servers.url(node.path("servers"), item.path("servers"), root.path("servers"));
            Security.Access access = security.of(node);
            return Optional.of(new Operation(
                    ToolSpec.function(name, description(node, method, path), arguments.schema()),
                    method.toUpperCase(Locale.ROOT),
                    server,
                    path,
                    arguments.parameters(),
                    arguments.body(),
                    settings.headers(),
                    access.credentials(),
                    access.missing()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(at + ": " + e.getMessage(), e);
        }
    }

    private static String description(JsonNode operation, String method, String path) {
        String summary = operation.path("summary").asString("").strip();
        String description = operation.path("description").asString("").strip();
        String text = summary.isEmpty() || description.startsWith(summary)
                ? description
                : description.isEmpty() ? summary : summary + "\n" + description;
        if (text.isEmpty()) {
            return method.toUpperCase(Locale.ROOT) + " " + path;
        }
        return text.length() <= MAX_DESCRIPTION ? text : text.substring(0, MAX_DESCRIPTION) + "…";
    }

    /** A name that no other operation has. */
    private static String name(JsonNode operation, String method, String path, Set<String> taken) {
        String id = operation.path("operationId").asString("").strip();
        String wanted = (id.isEmpty() ? method + path : id)
                .replaceAll("[^A-Za-z0-9_.-]+", "_")
                .replaceAll("^_+(?=.)|(?<=.)_+$", "");
        if (!wanted.matches("[A-Za-z_].*")) {
            wanted = "_" + wanted;
        }
        String base = wanted.substring(0, Math.min(wanted.length(), MAX_NAME));
        String name = base;
        for (int i = 2; !taken.add(name); i++) {
            String suffix = "_" + i;
            name = base.substring(0, Math.min(base.length(), MAX_NAME - suffix.length())) + suffix;
        }
        return name;
    }

    /** Which URL an operation is called at. */
    private record Servers(URI location, OpenApiSettings settings) {

        /** The first server of the innermost list; the document's own place where there is none. */
        String url(JsonNode operation, JsonNode path, JsonNode document) {
            String url = settings.server();
            if (url.isEmpty()) {
                JsonNode servers = !operation.isEmpty() ? operation : !path.isEmpty() ? path : document;
                JsonNode server = servers.path(0);
                url = server.path("url").asString("/");
                for (Map.Entry<String, JsonNode> variable :
                        server.path("variables").properties()) {
                    url = url.replace(
                            "{" + variable.getKey() + "}",
                            variable.getValue().path("default").asString(""));
                }
            }
            URI resolved;
            try {
                resolved = location.resolve(url);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("the server URL \"" + url + "\" can't be read", e);
            }
            String scheme = String.valueOf(resolved.getScheme());
            if ((!scheme.equals("http") && !scheme.equals("https")) || resolved.getHost() == null) {
                throw new IllegalArgumentException("the server URL \"" + url
                        + "\" does not say where to call: expected one like http://localhost:9000/v1; set \"server\" in"
                        + " a settings file");
            }
            return resolved.toString().replaceAll("/+$", "");
        }
    }
}
