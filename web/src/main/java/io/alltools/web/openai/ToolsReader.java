package io.alltools.web.openai;

import io.alltools.agent.Json;
import io.alltools.agent.ToolChoice;
import io.alltools.agent.ToolSpec;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the tools of a chat completion and whether the model must call one. */
public final class ToolsReader {

    private static final int MAX_TOOLS = 128;

    private ToolsReader() {}

    /** Whether a request has tools that are no functions: the server runs those. */
    static boolean asksServer(JsonFields body) {
        return body.objects("tools").stream()
                .map(tool -> tool.get("type"))
                .anyMatch(type ->
                        type != null && type.isString() && !type.asString().equals("function"));
    }

    static List<ToolSpec> tools(JsonFields body) {
        return functions(body.objects("tools"));
    }

    /** @param given entries of {@code tools} that are functions */
    public static List<ToolSpec> functions(List<JsonFields> given) {
        if (given.size() > MAX_TOOLS) {
            throw ApiError.invalid("tools", given.size() + " tools are too many: at most " + MAX_TOOLS);
        }
        List<ToolSpec> specs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonFields tool : given) {
            JsonFields function = function(tool);
            ToolSpec spec = spec(function);
            if (!names.add(spec.name())) {
                throw ApiError.invalid(function.name("name"), "two tools are named \"" + spec.name() + "\"");
            }
            specs.add(spec);
        }
        return specs;
    }

    /** Whether one of the functions is strict; then the schemas of all are. */
    static boolean strict(JsonFields body) {
        return strict(body.objects("tools"));
    }

    /** @param given entries of {@code tools} that are functions */
    public static boolean strict(List<JsonFields> given) {
        boolean strict = false;
        for (JsonFields tool : given) {
            strict |= function(tool).flag("strict", false);
        }
        return strict;
    }

    /** @param specs all tools of the request */
    public static ToolChoice choice(JsonFields body, List<ToolSpec> specs) {
        JsonNode choice = body.get("tool_choice");
        if (choice == null) {
            return ToolChoice.AUTO;
        }
        ToolChoice read = choice.isString() ? choice(choice.asString()) : named(body.object("tool_choice"), specs);
        boolean call = switch (read) {
            case ToolChoice.Auto auto -> false;
            case ToolChoice.None none -> false;
            case ToolChoice.Required required -> true;
            case ToolChoice.Named named -> true;
            case ToolChoice.Allowed allowed -> allowed.required();
        };
        if (specs.isEmpty() && call) {
            throw ApiError.invalid(
                    "tool_choice", "tool_choice " + choice + " asks for a call, and there are no \"tools\"");
        }
        return read;
    }

    private static ToolChoice choice(String choice) {
        return switch (choice) {
            case "none" -> ToolChoice.NONE;
            case "auto" -> ToolChoice.AUTO;
            case "required" -> ToolChoice.REQUIRED;
            default ->
                throw ApiError.invalid(
                        "tool_choice",
                        "tool_choice \"" + choice + "\" is unknown: expected none, auto, required or"
                                + " {\"type\": \"function\", \"function\": {\"name\": …}}");
        };
    }

    private static ToolChoice named(@Nullable JsonFields choice, List<ToolSpec> specs) {
        if (choice == null) {
            return ToolChoice.AUTO;
        }
        if ("allowed_tools".equals(choice.text("type"))) {
            return allowed(choice, specs);
        }
        return new ToolChoice.Named(name(choice, specs));
    }

    private static ToolChoice allowed(JsonFields choice, List<ToolSpec> specs) {
        JsonFields allowed = choice.object("allowed_tools");
        List<JsonFields> tools = allowed == null ? List.of() : allowed.objects("tools");
        if (allowed == null || tools.isEmpty()) {
            throw ApiError.invalid(
                    choice.name("allowed_tools.tools"),
                    "a tool_choice of type allowed_tools needs {\"allowed_tools\": {\"mode\": …, \"tools\": [{\"type\":"
                            + " \"function\", \"function\": {\"name\": …}}]}}");
        }
        String mode = allowed.requiredText("mode");
        if (!List.of("auto", "required").contains(mode)) {
            throw ApiError.invalid(allowed.name("mode"), "mode \"" + mode + "\" is unknown: expected auto or required");
        }
        return new ToolChoice.Allowed(
                tools.stream().map(tool -> name(tool, specs)).toList(), mode.equals("required"));
    }

    /** The name of a function of the request. */
    private static String name(JsonFields named, List<ToolSpec> specs) {
        JsonFields function = function(named);
        String name = function.requiredText("name");
        if (!specs.isEmpty() && specs.stream().noneMatch(spec -> spec.name().equals(name))) {
            throw ApiError.invalid(
                    function.name("name"),
                    "tool_choice names \"" + name + "\", which is no tool of this request; there are: "
                            + specs.stream().map(ToolSpec::name).collect(Collectors.joining(", ")));
        }
        return name;
    }

    private static JsonFields function(JsonFields tool) {
        String type = tool.requiredText("type");
        JsonFields function = tool.object("function");
        if (!type.equals("function") || function == null) {
            throw ApiError.unsupported(
                    tool.name("type"),
                    "a tool must be {\"type\": \"function\", \"function\": {…}}, found type \"" + type + "\"");
        }
        return function;
    }

    private static ToolSpec spec(JsonFields function) {
        JsonFields parameters = function.object("parameters");
        String description = function.text("description");
        ObjectNode none = Json.object().put("type", "object");
        none.putObject("properties");
        try {
            return ToolSpec.function(
                    function.requiredText("name"),
                    description == null ? "" : description,
                    parameters == null ? none : parameters.json());
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid(function.name("name"), String.valueOf(e.getMessage()));
        }
    }
}
