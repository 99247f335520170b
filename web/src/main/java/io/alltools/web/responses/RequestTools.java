package io.alltools.web.responses;

import io.alltools.agent.CallerTools;
import io.alltools.agent.Json;
import io.alltools.agent.ToolChoice;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Toolbox;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools that a request names and how they may be called.
 *
 * @param hosted names of the tools that the server runs
 * @param callers what the client runs
 * @param container the session that Python works in; null for one of the response's own
 */
record RequestTools(
        List<String> hosted, CallerTools callers, @Nullable String container) {

    private static final int MAX_TOOLS = 128;

    /** @param available the server's tools */
    static RequestTools read(JsonFields body, Toolbox available) {
        Reader reader = new Reader(available);
        List<JsonFields> given = body.objects("tools");
        if (given.size() > MAX_TOOLS) {
            throw ApiError.invalid("tools", given.size() + " tools are too many: at most " + MAX_TOOLS);
        }
        given.forEach(reader::add);
        ToolChoice choice = reader.choice(body);
        return new RequestTools(
                List.copyOf(reader.hosted),
                new CallerTools(reader.functions, choice, body.flag("parallel_tool_calls", true), reader.strict),
                reader.container);
    }

    /** Collects them. */
    private static final class Reader {

        private final Toolbox available;
        private final Set<String> hosted = new LinkedHashSet<>();
        private final List<ToolSpec> functions = new ArrayList<>();
        private boolean strict;
        private @Nullable String container;

        Reader(Toolbox available) {
            this.available = available;
        }

        void add(JsonFields tool) {
            String type = tool.requiredText("type");
            if (type.equals("function")) {
                function(tool);
                return;
            }
            HostedTool known = HostedTool.ofType(type)
                    .orElseThrow(() -> ApiError.unsupported(
                            tool.name("type"),
                            "a tool of type \"" + type + "\" is not supported: expected function, code_interpreter,"
                                    + " web_search, file_search or image_generation"));
            if (available.find(known.tool).isEmpty()) {
                throw ApiError.unsupported(
                        tool.name("type"),
                        "a tool of type \"" + type + "\" is not set up on this server: it has no " + known.tool);
            }
            refuse(tool, "filters");
            switch (known) {
                case CODE_INTERPRETER -> container(tool);
                case WEB_SEARCH -> {
                    if (!tool.flag("external_web_access", true)) {
                        throw ApiError.unsupported(
                                tool.name("external_web_access"), "there is no web search without access to the web");
                    }
                }
                case FILE_SEARCH, IMAGE_GENERATION -> {}
            }
            hosted.add(known.tool);
        }

        private static void refuse(JsonFields tool, String field) {
            if (tool.get(field) != null) {
                throw ApiError.unsupported(
                        tool.name(field),
                        "\"" + tool.name(field) + "\" is not supported: what is found is not filtered");
            }
        }

        private void container(JsonFields tool) {
            JsonNode given = tool.get("container");
            if (given == null) {
                return;
            }
            if (given.isString()) {
                container = given.asString();
                return;
            }
            JsonFields auto = tool.object("container");
            if (auto != null && auto.get("file_ids") instanceof JsonNode ids && !ids.isEmpty()) {
                throw ApiError.unsupported(
                        auto.name("file_ids"),
                        "\"" + auto.name("file_ids") + "\" is not supported: attach the files to a session with POST"
                                + " /api/sessions/ID/files and give its id as the container");
            }
            JsonFields network = auto == null ? null : auto.object("network_policy");
            if (network != null && !"disabled".equals(network.text("type"))) {
                throw ApiError.unsupported(network.name("type"), "Python has no network here: expected disabled");
            }
        }

        private void function(JsonFields tool) {
            JsonFields parameters = tool.object("parameters");
            String description = tool.text("description");
            ObjectNode none = Json.object().put("type", "object");
            none.putObject("properties");
            ToolSpec spec;
            try {
                spec = ToolSpec.function(
                        tool.requiredText("name"),
                        description == null ? "" : description,
                        parameters == null ? none : parameters.json());
            } catch (IllegalArgumentException e) {
                throw ApiError.invalid(tool.name("name"), String.valueOf(e.getMessage()));
            }
            boolean taken = HostedTool.ofTool(spec.name()).isPresent()
                    || functions.stream().anyMatch(other -> other.name().equals(spec.name()));
            if (taken) {
                throw ApiError.invalid(
                        tool.name("name"), "the name \"" + spec.name() + "\" is another tool's: choose one of its own");
            }
            functions.add(spec);
            strict |= tool.flag("strict", false);
        }

        ToolChoice choice(JsonFields body) {
            JsonNode given = body.get("tool_choice");
            if (given == null) {
                return ToolChoice.AUTO;
            }
            ToolChoice choice;
            if (given.isString()) {
                choice = mode("tool_choice", given.asString());
            } else {
                JsonFields fields = body.object("tool_choice");
                choice = fields == null ? ToolChoice.AUTO : choiceOf(fields);
            }
            if (choice.equals(ToolChoice.REQUIRED) && hosted.isEmpty() && functions.isEmpty()) {
                throw ApiError.invalid(
                        "tool_choice", "tool_choice " + given + " asks for a call, and there are no tools");
            }
            return choice;
        }

        private ToolChoice choiceOf(JsonFields choice) {
            if (!choice.requiredText("type").equals("allowed_tools")) {
                return new ToolChoice.Named(named(choice));
            }
            Set<String> allowed = new LinkedHashSet<>();
            choice.objects("tools").forEach(tool -> allowed.add(named(tool)));
            hosted.retainAll(allowed);
            functions.removeIf(spec -> !allowed.contains(spec.name()));
            String mode = choice.text("mode");
            return mode(choice.name("mode"), mode == null ? "auto" : mode);
        }

        /** The tool that a choice names, which the request must have. */
        private String named(JsonFields choice) {
            String type = choice.requiredText("type");
            String name = type.equals("function")
                    ? choice.requiredText("name")
                    : HostedTool.ofType(type).map(tool -> tool.tool).orElse("");
            boolean there = hosted.contains(name)
                    || functions.stream().anyMatch(spec -> spec.name().equals(name));
            if (!there) {
                throw ApiError.invalid(
                        choice.name(type.equals("function") ? "name" : "type"),
                        choice.name("type") + " asks for " + (type.equals("function") ? "\"" + name + "\"" : type)
                                + ", which is none of this request's tools");
            }
            return name;
        }

        private static ToolChoice mode(String field, String mode) {
            return switch (mode) {
                case "none" -> ToolChoice.NONE;
                case "auto" -> ToolChoice.AUTO;
                case "required" -> ToolChoice.REQUIRED;
                default ->
                    throw ApiError.invalid(
                            field,
                            field + " \"" + mode
                                    + "\" is unknown: expected none, auto, required or an object that names"
                                    + " a tool");
            };
        }
    }
}
