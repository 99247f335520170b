package io.alltools.tools;

import io.alltools.agent.Json;
import io.alltools.agent.Tool;
import io.alltools.tools.function.FunctionFile;
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

    private final Function<String, @Nullable String> environment;

    private ToolFile(Function<String, @Nullable String> environment) {
        this.environment = environment;
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
        return new ToolFile(isUrl(location) ? name -> withheld(location, name) : environment).open(location);
    }

    private static String withheld(String location, String variable) {
        throw new IllegalArgumentException(location + ": it asks for the environment variable " + variable
                + ": only files on this machine get any, so look at it and keep a copy here");
    }

    private List<Tool> open(String location) {
        JsonNode root = tree(location);
        if (root.isArray() || root.path("tools").isArray()) {
            return FunctionFile.read(location, root, environment);
        }
        if (root.has("openapi") || root.has("swagger")) {
            return openApi(location, root, OpenApiSettings.DEFAULT);
        }
        if (root.path("document").isString()) {
            OpenApiSettings settings = OpenApiSettings.read(location, root, environment);
            String document = beside(location, root.path("document").asString());
            return openApi(document, tree(document), settings);
        }
        if (root.path("mcpServers").isObject()) {
            if (isUrl(location)) {
                throw new IllegalArgumentException(
                        location + ": MCP servers are read from files only: their settings start programs");
            }
            return McpServers.open(location, root, environment);
        }
        throw new IllegalArgumentException(
                location + ": not a file of tools: expected an array of functions, an OpenAPI"
                        + " document (a field \"openapi\"), settings for one (a field \"document\") or MCP servers (a field"
                        + " \"mcpServers\")");
    }

    private static List<Tool> openApi(String location, JsonNode root, OpenApiSettings settings) {
        if (root.has("swagger")) {
            throw new IllegalArgumentException(
                    location + ": Swagger " + root.path("swagger").asString("2.0")
                            + " is not read: expected OpenAPI 3.0 or 3.1; most API tools convert one to the other");
        }
        URI base = isUrl(location) ? URI.create(location) : Path.of(location).toUri();
        JsonNode bundle;
        try {
            bundle = Bundle.of(base, root, ToolFile::other);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(location + ": " + e.getMessage(), e);
        }
        return OpenApiDocument.read(location, base, bundle, settings);
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
    private static JsonNode other(URI file) {
        return isUrl(file.toString())
                ? tree(file.toString(), fetched(file.toString(), HttpClient.Redirect.NEVER))
                : tree(Path.of(file).toString());
    }

    private static JsonNode tree(String location) {
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

    private static String text(String location) {
        if (isUrl(location)) {
            return fetched(location, HttpClient.Redirect.NORMAL);
        }
        try {
            return Files.readString(Path.of(location));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(location + ": there is no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(location + ": can't be read: " + e.getMessage(), e);
        }
    }

    private static String fetched(String url, HttpClient.Redirect redirects) {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .followRedirects(redirects)
                .build()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build(),
                    BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_BYTES));
            if (response.statusCode() / 100 != 2) {
                throw new IllegalArgumentException(url + ": can't be read: status " + response.statusCode());
            }
            return response.body();
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
