package io.alltools.web.agui;

import io.alltools.agent.Json;
import io.alltools.agent.ToolSpec;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a front end asks for ({@code RunAgentInput}). Its {@code state} is not used, since the agent shares none.
 *
 * @param runId the front end's name for the run
 * @param tools that the front end runs
 * @param context what the application tells about itself, for the instructions; empty for nothing
 * @param props {@code forwardedProps}: the fields of {@code POST /api/runs} but for the input and its place
 * @param answers to questions that ended the run before
 */
record AgUiInput(
        String threadId,
        String runId,
        List<JsonFields> messages,
        List<ToolSpec> tools,
        String context,
        JsonFields props,
        List<Answer> answers) {

    /** Other fields of {@code POST /api/runs} come from the protocol's own. */
    private static final List<String> NOT_FORWARDED = List.of("input", "sessionId", "after", "system");

    private static final int MAX_ID = 256;
    private static final int MAX_TOOLS = 128;

    /** @param payload null where there is none */
    record Answer(
            String interruptId, boolean cancelled, @Nullable JsonFields payload) {}

    static AgUiInput read(JsonFields body) {
        return new AgUiInput(
                id(body, "threadId"),
                id(body, "runId"),
                body.objects("messages"),
                tools(body),
                body.objects("context").stream()
                        .map(entry -> "- " + entry.requiredText("description") + ": "
                                + Objects.requireNonNullElse(entry.text("value"), ""))
                        .collect(Collectors.joining("\n")),
                props(body),
                body.objects("resume").stream().map(AgUiInput::answer).toList());
    }

    private static String id(JsonFields body, String field) {
        String id = body.requiredText(field);
        if (id.length() > MAX_ID) {
            throw ApiError.invalid(field, field + " has " + id.length() + " characters: at most " + MAX_ID);
        }
        return id;
    }

    private static List<ToolSpec> tools(JsonFields body) {
        List<JsonFields> given = body.objects("tools");
        if (given.size() > MAX_TOOLS) {
            throw ApiError.invalid("tools", given.size() + " tools are too many: at most " + MAX_TOOLS);
        }
        List<ToolSpec> specs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonFields tool : given) {
            JsonFields parameters = tool.object("parameters");
            ObjectNode none = Json.object().put("type", "object");
            none.putObject("properties");
            try {
                specs.add(ToolSpec.function(
                        tool.requiredText("name"),
                        Objects.requireNonNullElse(tool.text("description"), ""),
                        parameters == null ? none : parameters.json()));
            } catch (IllegalArgumentException e) {
                throw ApiError.invalid(tool.name("name"), String.valueOf(e.getMessage()));
            }
            if (!names.add(specs.getLast().name())) {
                throw ApiError.invalid(
                        tool.name("name"),
                        "two tools are named \"" + specs.getLast().name() + "\"");
            }
        }
        return List.copyOf(specs);
    }

    private static JsonFields props(JsonFields body) {
        JsonFields given = body.object("forwardedProps");
        ObjectNode props = given == null ? Json.object() : given.json().deepCopy();
        props.remove(NOT_FORWARDED);
        return new JsonFields(props, "forwardedProps");
    }

    private static Answer answer(JsonFields entry) {
        String status = entry.requiredText("status");
        boolean cancelled = switch (status) {
            case "resolved" -> false;
            case "cancelled" -> true;
            default ->
                throw ApiError.invalid(
                        entry.name("status"), "status \"" + status + "\" is unknown: expected resolved or cancelled");
        };
        return new Answer(entry.requiredText("interruptId"), cancelled, cancelled ? null : entry.object("payload"));
    }
}
