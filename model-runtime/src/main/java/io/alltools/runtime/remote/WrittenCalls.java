package io.alltools.runtime.remote;

import io.alltools.agent.Json;
import io.alltools.agent.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the calls of a model that wrote them as text, because its endpoint does not know how it calls. The text is a
 * call when all of it is one or several of these, bare or in a code fence, of tools that exist:
 *
 * <ul>
 *   <li>{@code {"name": …, "arguments": {…}}}, also with {@code parameters}, within {@code {"type": "function",
 *       "function": …}}, or a list of them;
 *   <li>the same within {@code <tool_call>…</tool_call>} (Hermes, Qwen) or behind {@code <|tool_call|>};
 *   <li>a function's name and its arguments on the next line (GLM-4).
 * </ul>
 *
 * <p>Text is held back while it may still be such a call; prose that merely holds one stays prose.
 */
final class WrittenCalls {

    private static final Pattern FENCED = Pattern.compile("```\\w*\\s(.*?)```", Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile("<tool_call>|</tool_call>|<\\|tool_call\\|>|<\\|/tool_call\\|>");
    private static final Set<String> FIELDS = Set.of("name", "arguments", "parameters", "type", "id");

    /** A longer beginning without anything in it is none of a call. */
    private static final int MAX_UNDECIDED = 1000;

    /** A call that was written; the id is the reader's to give. */
    record Call(String name, String arguments) {}

    private enum State {
        UNDECIDED,
        LIKELY,
        TEXT
    }

    private final List<ToolSpec> tools;
    private final Consumer<String> text;
    private final @Nullable Pattern head;
    private final StringBuilder held = new StringBuilder();
    private State state;

    /**
     * @param tools that can be called; empty when no call is looked for
     * @param text gets what is no call
     */
    WrittenCalls(List<ToolSpec> tools, Consumer<String> text) {
        this.tools = tools;
        this.text = text;
        this.head = tools.isEmpty() ? null : head(tools);
        this.state = tools.isEmpty() ? State.TEXT : State.UNDECIDED;
    }

    /** How a call begins, so far that little else does. */
    private static Pattern head(List<ToolSpec> tools) {
        String names = tools.stream().map(tool -> Pattern.quote(tool.name())).collect(Collectors.joining("|"));
        String object = "(?:\\[\\s*)?\\{\\s*\"(?:name\"\\s*:\\s*\"(?:" + names
                + ")\"|arguments\"|parameters\"|id\"|function\"|type\"\\s*:\\s*\"function\")";
        String line = "(?:" + names + ")[ \\t]*\\r?\\n\\s*\\{";
        return Pattern.compile(
                "\\s*(?:```\\w*\\s+)?(?:(?:<tool_call>|<\\|tool_call\\|>)\\s*)*(?:" + object + "|" + line + ")");
    }

    void accept(String piece) {
        if (piece.isEmpty()) {
            return;
        }
        held.append(piece);
        if (state == State.UNDECIDED && head != null) {
            Matcher begin = head.matcher(held);
            if (begin.lookingAt()) {
                state = State.LIKELY;
            } else if (!begin.hitEnd() || held.length() > MAX_UNDECIDED) {
                state = State.TEXT;
            }
        }
        if (state == State.TEXT) {
            release();
        }
    }

    /** It is text, whatever follows. */
    void release() {
        state = State.TEXT;
        if (!held.isEmpty()) {
            String all = held.toString();
            held.setLength(0);
            text.accept(all);
        }
    }

    /** The calls of the text, which is complete; where there are none it is released. */
    List<Call> finish() {
        List<Call> calls =
                state == State.LIKELY ? calls(held.toString().strip()).orElse(List.of()) : List.of();
        if (calls.isEmpty()) {
            release();
        } else {
            held.setLength(0);
        }
        return calls;
    }

    private Optional<List<Call>> calls(String whole) {
        Matcher fenced = FENCED.matcher(whole);
        String inner = fenced.matches() ? fenced.group(1).strip() : whole;
        Matcher tag = TAG.matcher(inner);
        if (!tag.lookingAt()) {
            return one(inner);
        }
        List<Call> all = new ArrayList<>();
        for (String part : TAG.split(inner)) {
            if (!part.isBlank()) {
                Optional<List<Call>> calls = one(part.strip());
                if (calls.isEmpty()) {
                    return calls;
                }
                all.addAll(calls.get());
            }
        }
        return Optional.of(all);
    }

    private Optional<List<Call>> one(String part) {
        int line = part.indexOf('\n');
        ToolSpec named =
                line < 0 ? null : BuiltIns.find(tools, part.substring(0, line).strip());
        if (named != null) {
            return parsed(part.substring(line + 1))
                    .filter(JsonNode::isObject)
                    .map(arguments -> List.of(call(named, arguments)));
        }
        return parsed(part).flatMap(this::calls);
    }

    private Optional<List<Call>> calls(JsonNode value) {
        List<Call> calls = new ArrayList<>();
        for (JsonNode element : value.isArray() ? List.copyOf(value.values()) : List.of(value)) {
            Optional<Call> call = call(element);
            if (call.isEmpty()) {
                return Optional.empty();
            }
            calls.add(call.get());
        }
        return Optional.of(calls);
    }

    private Optional<Call> call(JsonNode element) {
        JsonNode body = element.path("function").isObject() ? element.path("function") : element;
        if (!(body instanceof ObjectNode object) || !FIELDS.containsAll(object.propertyNames())) {
            return Optional.empty();
        }
        ToolSpec tool = BuiltIns.find(tools, object.path("name").asString(""));
        if (tool == null || object.has("arguments") == object.has("parameters")) {
            return Optional.empty();
        }
        JsonNode arguments = object.has("arguments") ? object.path("arguments") : object.path("parameters");
        if (arguments.isObject()) {
            return Optional.of(call(tool, arguments));
        }
        if (!arguments.isString()) {
            return Optional.empty();
        }
        // As the API itself has arguments: a string that holds JSON. A built-in's may be its content.
        Optional<JsonNode> inner = parsed(arguments.asString()).filter(JsonNode::isObject);
        return inner.isEmpty() && tool.kind() == ToolSpec.Kind.BUILT_IN
                ? Optional.of(new Call(tool.name(), arguments.asString()))
                : inner.map(value -> call(tool, value));
    }

    private static Call call(ToolSpec tool, JsonNode arguments) {
        return new Call(tool.name(), BuiltIns.arguments(tool, Json.write(arguments)));
    }

    private static Optional<JsonNode> parsed(String json) {
        try {
            return Optional.of(Json.MAPPER.readTree(json));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
