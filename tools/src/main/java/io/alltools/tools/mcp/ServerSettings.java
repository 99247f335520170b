package io.alltools.tools.mcp;

import io.alltools.tools.function.Hosts;
import io.alltools.tools.function.References;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How one MCP server is reached. */
sealed interface ServerSettings {

    String name();

    /** How long a call may take, and the start. */
    Duration timeout();

    /** Whether what the server says of its tools (read-only, idempotent) is believed. */
    boolean trusted();

    /** A program that speaks on its standard input and output; it gets {@code env} and little of our environment. */
    record Program(
            String name, String command, List<String> args, Map<String, String> env, Duration timeout, boolean trusted)
            implements ServerSettings {

        /** Without the environment, which may hold secrets. */
        @Override
        public String toString() {
            return name + ": " + command;
        }
    }

    /**
     * A server that speaks streamable HTTP.
     *
     * @param hosts asked before each request
     */
    record Remote(String name, URI url, Map<String, String> headers, Duration timeout, boolean trusted, Hosts hosts)
            implements ServerSettings {

        /** Without the headers, which may hold secrets. */
        @Override
        public String toString() {
            return name + ": " + url;
        }
    }

    /**
     * Reads {@code {"mcpServers": {"NAME": {"command": "…", "args": […], "env": {…}} | {"url": "…", "headers": {…}}}}},
     * the form that other hosts use, with {@code timeoutSeconds} and {@code trusted} as additions. Fields that others
     * put there are ignored.
     *
     * @throws IllegalArgumentException with one line that names the file, the field and what was expected
     */
    static List<ServerSettings> read(String file, JsonNode root, Function<String, @Nullable String> environment) {
        List<ServerSettings> servers = new ArrayList<>();
        Fields fields = new Fields(file, environment);
        for (Map.Entry<String, JsonNode> entry : root.path("mcpServers").properties()) {
            JsonNode server = entry.getValue();
            String at = "mcpServers." + entry.getKey();
            if (!server.path("disabled").asBoolean(false)) {
                servers.add(
                        server.has("url")
                                ? new Remote(
                                        entry.getKey(),
                                        fields.url(server.path("url"), at + ".url"),
                                        fields.strings(server.path("headers"), at + ".headers"),
                                        fields.seconds(server.path("timeoutSeconds"), at + ".timeoutSeconds"),
                                        server.path("trusted").asBoolean(false),
                                        Hosts.ANY)
                                : new Program(
                                        entry.getKey(),
                                        fields.text(server.path("command"), at + ".command"),
                                        fields.list(server.path("args"), at + ".args"),
                                        fields.strings(server.path("env"), at + ".env"),
                                        fields.seconds(server.path("timeoutSeconds"), at + ".timeoutSeconds"),
                                        server.path("trusted").asBoolean(false)));
            }
        }
        if (servers.isEmpty()) {
            throw new IllegalArgumentException(file + ": mcpServers names no server that is enabled");
        }
        return servers;
    }

    /** Takes fields apart, with messages that say which one was wrong. */
    record Fields(String file, Function<String, @Nullable String> environment) {

        static final int DEFAULT_SECONDS = 60;
        private static final int MAX_SECONDS = 3600;

        String text(JsonNode node, String at) {
            if (!node.isString() || node.asString().isBlank()) {
                throw wrong(at, "a string that is not empty", node);
            }
            return References.resolve(node.asString(), file + ": " + at, environment);
        }

        List<String> list(JsonNode node, String at) {
            if (!node.isMissingNode() && !node.isArray()) {
                throw wrong(at, "an array of strings", node);
            }
            List<String> list = new ArrayList<>();
            for (int i = 0; i < node.size(); i++) {
                if (!node.get(i).isString()) {
                    throw wrong(at + "[" + i + "]", "a string", node.get(i));
                }
                list.add(References.resolve(node.get(i).asString(), file + ": " + at + "[" + i + "]", environment));
            }
            return List.copyOf(list);
        }

        Map<String, String> strings(JsonNode node, String at) {
            if (!node.isMissingNode() && !node.isObject()) {
                throw wrong(at, "an object of strings", node);
            }
            Map<String, String> strings = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                String where = at + "." + entry.getKey();
                if (!entry.getValue().isString()) {
                    throw wrong(where, "a string", entry.getValue());
                }
                strings.put(
                        entry.getKey(),
                        References.resolve(entry.getValue().asString(), file + ": " + where, environment));
            }
            return strings;
        }

        URI url(JsonNode node, String at) {
            String text = text(node, at);
            try {
                URI url = new URI(text);
                // Only what can be requested is accepted: an absolute http or https URL with a host.
                HttpRequest.newBuilder(url);
                return url;
            } catch (URISyntaxException | IllegalArgumentException e) {
                throw wrong(at, "a URL like http://localhost:9000/mcp", node);
            }
        }

        Duration seconds(JsonNode node, String at) {
            int seconds = node.isMissingNode() ? DEFAULT_SECONDS : node.asInt(0);
            if (seconds < 1 || seconds > MAX_SECONDS) {
                throw wrong(at, "a whole number from 1 to " + MAX_SECONDS, node);
            }
            return Duration.ofSeconds(seconds);
        }

        private IllegalArgumentException wrong(String at, String expected, JsonNode found) {
            return new IllegalArgumentException(file + ": " + at + ": expected " + expected + ", found "
                    + (found.isMissingNode() ? "nothing" : found.toString()));
        }
    }
}
