package io.alltools.tools.function;

import io.alltools.agent.Json;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads tools from a JSON file: OpenAI's form of a function, with the endpoint that does its work.
 *
 * <pre>{@code
 * [{"type": "function",
 *   "function": {"name": "get_weather", "description": "The weather in a city",
 *                "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}},
 *   "endpoint": {"url": "http://localhost:9000/weather",
 *                "headers": {"Authorization": "Bearer ${WEATHER_TOKEN}"}, "timeoutSeconds": 10}}]
 * }</pre>
 *
 * <p>An object with such an array under {@code tools} is read too. In headers {@code ${NAME}} stands for an environment
 * variable, so that secrets stay out of files.
 */
public final class FunctionFile {

    private static final int DEFAULT_TIMEOUT_SECONDS = 30;
    private static final int MAX_TIMEOUT_SECONDS = 600;

    private final String file;
    private final Function<String, @Nullable String> environment;

    private final Hosts hosts;

    private FunctionFile(String file, Function<String, @Nullable String> environment, Hosts hosts) {
        this.file = file;
        this.environment = environment;
        this.hosts = hosts;
    }

    /**
     * The functions of a document.
     *
     * @param file where it was read, for messages
     * @param environment the value of a variable, or null when it is not set
     * @param hosts which endpoints may be called
     * @throws IllegalArgumentException with one line that names the file, the entry and what was expected
     */
    public static List<Tool> read(
            String file, JsonNode root, Function<String, @Nullable String> environment, Hosts hosts) {
        return new FunctionFile(file, environment, hosts).read(root);
    }

    private List<Tool> read(JsonNode root) {
        JsonNode entries = root.isObject() ? root.path("tools") : root;
        if (!entries.isArray()) {
            throw new IllegalArgumentException(
                    file + ": expected an array of tools, or an object with such an array under \"tools\"");
        }
        List<Tool> tools = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            tools.add(tool(entries.get(i), "tools[" + i + "]"));
        }
        return List.copyOf(tools);
    }

    private Tool tool(JsonNode entry, String at) {
        if (!entry.path("type").asString("").equals("function")) {
            throw wrong(at + ".type", "\"function\"", entry.path("type"));
        }
        JsonNode function = entry.path("function");
        String name = text(function.path("name"), at + ".function.name");
        String where = at + " (" + name + ")";
        JsonNode description = function.path("description");
        if (!description.isMissingNode() && !description.isString()) {
            throw wrong(where + ".function.description", "a string", description);
        }
        JsonNode parameters = function.path("parameters");
        ObjectNode schema;
        if (parameters.isMissingNode()) {
            schema = Json.object().put("type", "object");
            schema.putObject("properties");
        } else if (parameters instanceof ObjectNode object
                && object.path("type").asString("object").equals("object")) {
            schema = object;
        } else {
            throw wrong(where + ".function.parameters", "a JSON Schema of type \"object\"", parameters);
        }
        Endpoint endpoint = endpoint(entry.path("endpoint"), where + ".endpoint");
        try {
            return new HttpFunctionTool(ToolSpec.function(name, description.asString(""), schema), endpoint, hosts);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + at + ".function.name: " + e.getMessage(), e);
        }
    }

    private Endpoint endpoint(JsonNode node, String at) {
        String text = text(node.path("url"), at + ".url");
        URI url;
        try {
            url = new URI(text);
            // Only what can be requested is accepted: an absolute http or https URL with a host.
            HttpRequest.newBuilder(url);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw wrong(at + ".url", "a URL like http://localhost:9000/weather", node.path("url"));
        }
        JsonNode seconds = node.path("timeoutSeconds");
        int timeout = seconds.isMissingNode() ? DEFAULT_TIMEOUT_SECONDS : seconds.asInt(0);
        if ((!seconds.isMissingNode() && !seconds.isIntegralNumber()) || timeout < 1 || timeout > MAX_TIMEOUT_SECONDS) {
            throw wrong(at + ".timeoutSeconds", "a whole number from 1 to " + MAX_TIMEOUT_SECONDS, seconds);
        }
        return new Endpoint(
                url,
                headers(node.path("headers"), at + ".headers"),
                Duration.ofSeconds(timeout),
                traits(node.path("traits"), at + ".traits"));
    }

    /** What is not said must be expected. */
    private Set<Trait> traits(JsonNode node, String at) {
        if (node.isMissingNode()) {
            return Trait.UNKNOWN;
        }
        if (!node.isArray()) {
            throw wrong(at, "an array of traits", node);
        }
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        for (JsonNode name : node) {
            traits.add(Arrays.stream(Trait.values())
                    .filter(trait -> trait.name().equalsIgnoreCase(name.asString("")))
                    .findFirst()
                    .orElseThrow(() -> wrong(
                            at,
                            Arrays.stream(Trait.values())
                                    .map(trait -> trait.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", ")),
                            name)));
        }
        return Set.copyOf(traits);
    }

    private Map<String, String> headers(JsonNode node, String at) {
        if (!node.isMissingNode() && !node.isObject()) {
            throw wrong(at, "an object of strings", node);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String where = at + "." + property.getKey();
            String value = References.resolve(text(property.getValue(), where), file + ": " + where, environment);
            try {
                HttpRequest.newBuilder().setHeader(property.getKey(), value);
            } catch (IllegalArgumentException e) {
                // Not with the value: it may hold a secret.
                throw new IllegalArgumentException(
                        file + ": " + where + ": this header can't be set, or its value is not one line");
            }
            headers.put(property.getKey(), value);
        }
        return Map.copyOf(headers);
    }

    private String text(JsonNode node, String at) {
        if (!node.isString() || node.asString().isBlank()) {
            throw wrong(at, "a string that is not empty", node);
        }
        return node.asString();
    }

    private IllegalArgumentException wrong(String at, String expected, JsonNode found) {
        String text = found.isMissingNode() ? "nothing" : found.toString();
        return new IllegalArgumentException(file + ": " + at + ": expected " + expected + ", found "
                + (text.length() > 80 ? text.substring(0, 80) + "…" : text));
    }
}
