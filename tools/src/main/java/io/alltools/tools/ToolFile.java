package io.alltools.tools;

import io.alltools.agent.Json;
import io.alltools.agent.Tool;
import io.alltools.tools.function.FunctionFile;
import io.alltools.tools.function.Hosts;
import io.alltools.tools.mcp.McpServers;
import io.alltools.tools.openapi.Bundle;
import io.alltools.tools.openapi.OpenApiDocument;
import io.alltools.tools.openapi.OpenApiSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads tools from a file or a URL and tells by the content what it is: a {@linkplain FunctionFile function file}, an
 * {@linkplain OpenApiDocument OpenAPI document}, {@linkplain OpenApiSettings settings} that name one, or
 * {@linkplain McpServers MCP servers}. JSON and YAML.
 */
public final class ToolFile {

    private static final int MAX_BYTES = 10 << 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final int MAX_REDIRECTS = 5;

    /** Where a document lies that was sent: what it refers to is of no site and in no folder. */
    private static final URI NOWHERE = URI.create("sent:/document");

    private final Function<String, @Nullable String> environment;
    private final Wanted wanted;
    private final Hosts hosts;

    private ToolFile(Function<String, @Nullable String> environment, Wanted wanted, Hosts hosts) {
        this.environment = environment;
        this.wanted = wanted;
        this.hosts = hosts;
    }

    /**
     * What a person says of a document beside it.
     *
     * @param headers sent with each call of an OpenAPI document's operations
     * @param only the operations to use; empty for all
     */
    public record Wanted(Map<String, String> headers, Set<String> only) {

        public static final Wanted ALL = new Wanted(Map.of(), Set.of());

        /** Without the headers, which may hold secrets. */
        @Override
        public String toString() {
            return "Wanted[headers=" + headers.keySet() + ", only=" + only + "]";
        }
    }

    /** Whether a word on the command line names a file of tools and not a tool. */
    public static boolean isLocation(String word) {
        String small = word.toLowerCase(Locale.ROOT);
        return isUrl(small) || small.endsWith(".json") || small.endsWith(".yaml") || small.endsWith(".yml");
    }

    /**
     * The tools of a file.
     *
     * @param location a path or a URL
     * @param environment the value of a variable that the file refers to, or null when it is not set; what comes from a
     *     URL may refer to none, since it says where the values would be sent
     * @throws IllegalArgumentException with one line that names the file, the field and what was expected
     */
    public static List<Tool> open(String location, Function<String, @Nullable String> environment) {
        return new ToolFile(isUrl(location) ? name -> withheld(location, name) : environment, Wanted.ALL, Hosts.ANY)
                .open(location);
    }

    /**
     * The tools of a document at a URL, which gets no variable of the environment.
     *
     * @param hosts which hosts may be asked for the document, and called by its tools
     * @throws IllegalArgumentException as {@link #open}
     */
    public static List<Tool> fetch(String url, Wanted wanted, Hosts hosts) {
        return new ToolFile(name -> withheld(url, name), wanted, hosts).open(url);
    }

    /**
     * The tools of a document that somebody sent: it gets no variable of the environment and no file of this machine.
     *
     * @param name what it is called in messages
     * @param hosts which hosts its tools may call
     * @throws IllegalArgumentException as {@link #open}
     */
    public static List<Tool> read(String name, String text, Wanted wanted, Hosts hosts) {
        return new ToolFile(variable -> withheld(name, variable), wanted, hosts).open(name, text);
    }

    private static String withheld(String location, String variable) {
        throw new IllegalArgumentException(location + ": it asks for the environment variable " + variable
                + ": only files on this machine get any, so look at it and keep a copy here");
    }

    private List<Tool> open(String location) {
        JsonNode root = tree(location);
        if (root.path("document").isString()) {
            OpenApiSettings settings = OpenApiSettings.read(location, root, environment);
            String document = beside(location, root.path("document").asString());
            return openApi(document, base(document), tree(document), settings);
        }
        if (root.path("mcpServers").isObject() && !isUrl(location)) {
            return McpServers.open(location, root, environment);
        }
        return tools(location, base(location), root);
    }

    private List<Tool> open(String name, String text) {
        JsonNode root = tree(name, text);
        if (root.path("document").isString()) {
            throw new IllegalArgumentException(name + ": it is settings for another document, "
                    + root.path("document").asString() + ": send that document itself");
        }
        return tools(name, NOWHERE, root);
    }

    private List<Tool> tools(String location, URI base, JsonNode root) {
        if (root.isArray() || root.path("tools").isArray()) {
            return FunctionFile.read(location, root, environment, hosts);
        }
        if (root.has("openapi") || root.has("swagger")) {
            return openApi(location, base, root, OpenApiSettings.DEFAULT);
        }
        if (root.path("mcpServers").isObject()) {
            throw new IllegalArgumentException(location
                    + ": MCP servers are read from files only: their settings start programs; a server that speaks"
                    + " streamable HTTP can be added by its own URL");
        }
        throw new IllegalArgumentException(
                location + ": not a file of tools: expected an array of functions, an OpenAPI"
                        + " document (a field \"openapi\"), settings for one (a field \"document\") or MCP servers (a field"
                        + " \"mcpServers\")");
    }

    private List<Tool> openApi(String location, URI base, JsonNode root, OpenApiSettings settings) {
        if (root.has("swagger")) {
            throw new IllegalArgumentException(
                    location + ": Swagger " + root.path("swagger").asString("2.0")
                            + " is not read: expected OpenAPI 3.0 or 3.1; most API tools convert one to the other");
        }
        JsonNode bundle;
        try {
            bundle = Bundle.of(base, root, this::other);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(location + ": " + e.getMessage(), e);
        }
        return OpenApiDocument.read(location, base, bundle, settings.with(wanted.headers(), wanted.only()), hosts);
    }

    private static URI base(String location) {
        return isUrl(location) ? URI.create(location) : Path.of(location).toUri();
    }

    /** A document that a settings file names, seen from that file. */
    private static String beside(String location, String document) {
        if (isUrl(document)) {
            return document;
        }
        if (isUrl(location)) {
            return URI.create(location).resolve(document).toString();
        }
        Path found = Path.of(location).resolveSibling(document);
        return found.toString();
    }

    /** A file that a document refers to. What is on its own site must not lead to another. */
    private JsonNode other(URI file) {
        return isUrl(file.toString())
                ? tree(file.toString(), fetched(file.toString(), 0))
                : tree(Path.of(file).toString());
    }

    private JsonNode tree(String location) {
        return tree(location, text(location));
    }

    private static JsonNode tree(String location, String text) {
        String start = text.stripLeading();
        boolean json = start.startsWith("{") || start.startsWith("[") || location.endsWith(".json");
        JsonNode root;
        try {
            root = json ? Json.MAPPER.readTree(text) : YAML.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    location + ": not valid " + (json ? "JSON" : "YAML") + ": " + Json.where(e), e);
        }
        return root;
    }

    private String text(String location) {
        if (isUrl(location)) {
            return fetched(location, MAX_REDIRECTS);
        }
        try {
            return Files.readString(Path.of(location));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(location + ": there is no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(location + ": can't be read: " + e.getMessage(), e);
        }
    }

    /** Follows redirects itself: each host is looked at before it is asked. */
    private String fetched(String url, int redirects) {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            URI at = URI.create(url);
            for (int left = redirects; true; left--) {
                hosts.require(at);
                HttpResponse<String> response = client.send(
                        HttpRequest.newBuilder(at).timeout(TIMEOUT).build(),
                        BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_BYTES));
                String location = response.headers().firstValue("Location").orElse("");
                if (response.statusCode() / 100 == 3 && !location.isEmpty() && left > 0) {
                    URI next = at.resolve(location);
                    // As browsers do: nothing that was encrypted goes on without.
                    if (!isUrl(next.toString())
                            || (at.getScheme().equals("https")
                                    && !next.getScheme().equals("https"))) {
                        throw new IllegalArgumentException(url + ": it redirects to " + next + ", which is not read");
                    }
                    at = next;
                    continue;
                }
                if (response.statusCode() / 100 != 2) {
                    throw new IllegalArgumentException(url + ": can't be read: status " + response.statusCode());
                }
                return response.body();
            }
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new IllegalArgumentException(url + ": can't be read: " + why, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalArgumentException(url + ": reading it was stopped", e);
        }
    }

    private static boolean isUrl(String location) {
        return location.startsWith("http://") || location.startsWith("https://");
    }
}
