package io.alltools.tools.openapi;

import io.alltools.tools.function.References;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How an OpenAPI document is used; a file of its own names the document:
 *
 * <pre>{@code
 * {"document": "petstore.yaml",
 *  "server": "http://localhost:9000/v1",
 *  "auth": {"api_key": "${PETSTORE_KEY}", "login": "${USER}:${PASSWORD}"},
 *  "headers": {"X-Tenant": "7"},
 *  "operations": ["listPets", "showPetById"],
 *  "timeoutSeconds": 10}
 * }</pre>
 *
 * <p>{@code auth} holds the document's security schemes by name: a token for bearer, OAuth 2 and OpenID Connect,
 * {@code user:password} for basic, the key for an API key.
 *
 * @param server in the place of the document's own; empty for the document's
 * @param auth secrets by security scheme
 * @param headers sent with each call
 * @param operations the functions to use; empty for all
 */
public record OpenApiSettings(
        String server,
        Map<String, String> auth,
        Map<String, String> headers,
        Set<String> operations,
        Duration timeout) {

    private static final int MAX_TIMEOUT_SECONDS = 600;

    /** The document as it is, without credentials; 30 s for a call. */
    public static final OpenApiSettings DEFAULT =
            new OpenApiSettings("", Map.of(), Map.of(), Set.of(), Duration.ofSeconds(30));

    private static final List<String> FIELDS =
            List.of("document", "server", "auth", "headers", "operations", "timeoutSeconds");

    /**
     * Reads the settings.
     *
     * @param file for messages
     * @throws IllegalArgumentException with one line that names the file, the field and what was expected
     */
    public static OpenApiSettings read(String file, JsonNode root, Function<String, @Nullable String> environment) {
        for (String field : root.propertyNames()) {
            if (!FIELDS.contains(field)) {
                throw new IllegalArgumentException(
                        file + ": unknown field \"" + field + "\", expected one of " + String.join(", ", FIELDS));
            }
        }
        JsonNode server = root.path("server");
        if (!server.isMissingNode() && !server.isString()) {
            throw wrong(file, "server", "a URL", server);
        }
        Set<String> operations = new TreeSet<>();
        JsonNode names = root.path("operations");
        if (!names.isMissingNode() && !names.isArray()) {
            throw wrong(file, "operations", "an array of function names", names);
        }
        names.forEach(name -> operations.add(name.asString()));
        JsonNode seconds = root.path("timeoutSeconds");
        int timeout = seconds.isMissingNode() ? (int) DEFAULT.timeout().toSeconds() : seconds.asInt(0);
        if (timeout < 1 || timeout > MAX_TIMEOUT_SECONDS) {
            throw wrong(file, "timeoutSeconds", "a whole number from 1 to " + MAX_TIMEOUT_SECONDS, seconds);
        }
        return new OpenApiSettings(
                References.resolve(server.asString(""), file + ": server", environment),
                strings(file, "auth", root.path("auth"), environment),
                strings(file, "headers", root.path("headers"), environment),
                operations,
                Duration.ofSeconds(timeout));
    }

    /** The same with more headers for each call, and these functions alone; none for all. */
    public OpenApiSettings with(Map<String, String> more, Set<String> only) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new OpenApiSettings(server, auth, all, only.isEmpty() ? operations : only, timeout);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "OpenApiSettings[server=" + server + ", auth=" + auth.keySet() + ", headers=" + headers.keySet()
                + ", operations=" + operations + ", timeout=" + timeout + "]";
    }

    private static Map<String, String> strings(
            String file, String field, JsonNode node, Function<String, @Nullable String> environment) {
        if (!node.isMissingNode() && !node.isObject()) {
            throw wrong(file, field, "an object of strings", node);
        }
        Map<String, String> strings = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String at = field + "." + entry.getKey();
            if (!entry.getValue().isString()) {
                throw wrong(file, at, "a string", entry.getValue());
            }
            strings.put(entry.getKey(), References.resolve(entry.getValue().asString(), file + ": " + at, environment));
        }
        return strings;
    }

    private static IllegalArgumentException wrong(String file, String at, String expected, JsonNode found) {
        return new IllegalArgumentException(file + ": " + at + ": expected " + expected + ", found "
                + (found.isMissingNode() ? "nothing" : found.toString()));
    }
}
