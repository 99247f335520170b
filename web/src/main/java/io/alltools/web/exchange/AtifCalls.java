package io.alltools.web.exchange;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trust;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An agent's step with its calls and what came of them. */
final class AtifCalls {

    private static final String ERROR = "Error: ";

    /** What stands for the call where a result is of none. */
    private static final String ENVIRONMENT = "environment";

    record Result(ToolCall call, ToolResult result, long millis) {}

    record Turn(String text, List<ToolCall> calls, List<Result> results) {

        boolean isNothing() {
            return text.isEmpty() && calls.isEmpty();
        }

        /** What it adds to the conversation: a call that nobody answered is left out there. */
        List<Message> messages() {
            List<Message> messages = new ArrayList<>();
            messages.add(new Message.Assistant(
                    text, calls.stream().filter(call -> resultOf(call) != null).toList()));
            for (ToolCall call : calls) {
                Result result = resultOf(call);
                if (result != null) {
                    messages.add(result.result().toObservation(call.id()));
                }
            }
            return messages;
        }

        private @Nullable Result resultOf(ToolCall call) {
            return results.stream()
                    .filter(result -> result.call().id().equals(call.id()))
                    .findFirst()
                    .orElse(null);
        }
    }

    private final List<ToolSpec> tools;
    private final List<String> notes;

    AtifCalls(List<ToolSpec> tools, List<String> notes) {
        this.tools = tools;
        this.notes = notes;
    }

    Turn read(JsonNode step, String place) {
        Map<String, ToolCall> calls = new LinkedHashMap<>();
        JsonNode given = step.path("tool_calls");
        for (int i = 0; i < given.size(); i++) {
            ToolCall call = call(given.get(i), place + ".tool_calls[" + i + "]");
            if (calls.put(call.id(), call) != null) {
                throw new ImportException(
                        place + ".tool_calls[" + i + "].tool_call_id",
                        "\"" + call.id() + "\" is another call's, too: expected an id of its own");
            }
        }
        Map<String, Result> results = new LinkedHashMap<>();
        JsonNode answers = step.path("observation").path("results");
        for (int i = 0; i < answers.size(); i++) {
            result(answers.get(i), place + ".observation.results[" + i + "]", calls, results);
        }
        return new Turn(
                Part.textOf(AtifParts.of(step.path("message"), place + ".message")),
                List.copyOf(calls.values()),
                List.copyOf(results.values()));
    }

    private ToolCall call(JsonNode json, String place) {
        String id = json.path("tool_call_id").asString("");
        String name = json.path("function_name").asString("");
        if (id.isEmpty() || name.isEmpty()) {
            throw new ImportException(
                    place, "it has no tool_call_id or no function_name: expected both, as text that is not empty");
        }
        return new ToolCall(id, name, arguments(json, name));
    }

    private String arguments(JsonNode json, String name) {
        JsonNode raw = json.at("/extra/raw_arguments");
        if (raw.isString()) {
            return raw.asString();
        }
        JsonNode arguments = json.path("arguments");
        boolean builtIn =
                tools.stream().anyMatch(tool -> tool.name().equals(name) && tool.kind() == ToolSpec.Kind.BUILT_IN);
        if (builtIn && arguments instanceof ObjectNode object && object.size() == 1) {
            return object.iterator().next().asString("");
        }
        return arguments.isString() ? arguments.asString() : arguments.isMissingNode() ? "{}" : Json.write(arguments);
    }

    private void result(JsonNode json, String place, Map<String, ToolCall> calls, Map<String, Result> results) {
        ToolCall call = answered(json, place, calls, results);
        if (results.containsKey(call.id())) {
            throw new ImportException(place + ".source_call_id", "\"" + call.id() + "\" has a result already");
        }
        long millis = Math.max(0, json.path("extra").path("millis").asLong(0));
        results.put(call.id(), new Result(call, result(json, place), millis));
    }

    private ToolCall answered(JsonNode json, String place, Map<String, ToolCall> calls, Map<String, Result> results) {
        String id = json.path("source_call_id").asString("");
        if (!id.isEmpty()) {
            ToolCall call = calls.get(id);
            if (call == null) {
                throw new ImportException(
                        place + ".source_call_id",
                        "found \"" + id + "\": expected the id of a call of this step, "
                                + (calls.isEmpty() ? "which has none" : String.join(" or ", calls.keySet())));
            }
            return call;
        }
        List<ToolCall> open = calls.values().stream()
                .filter(call -> !results.containsKey(call.id()))
                .toList();
        if (open.size() == 1) {
            return open.getFirst();
        }
        // ATIF has results of no call, for agents whose actions are no calls.
        ToolCall made = new ToolCall(ENVIRONMENT + "_" + (results.size() + 1), ENVIRONMENT, "{}");
        if (calls.put(made.id(), made) != null) {
            throw new ImportException(place + ".source_call_id", "it is missing: expected the id of a call");
        }
        notes.add(place + " is of no call: it is shown as one of \"" + ENVIRONMENT + "\"");
        return made;
    }

    private static ToolResult result(JsonNode json, String place) {
        List<Part> parts = AtifParts.of(json.path("content"), place + ".content");
        JsonNode extra = json.path("extra");
        String failure = extra.path("failure").asString("");
        for (ToolResult.Kind kind : ToolResult.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(failure)) {
                String text = Part.textOf(parts);
                return ToolResult.failed(kind, text.startsWith(ERROR) ? text.substring(ERROR.length()) : text);
            }
        }
        // Whatever the file says of it: nobody here vouches for it.
        return new ToolResult.Ok(passages(parts, extra.path("passages"), place), Trust.UNTRUSTED);
    }

    private static List<Passage> passages(List<Part> parts, JsonNode described, String place) {
        if (!described.isArray() || described.isEmpty()) {
            return List.of(new Passage("", parts));
        }
        List<Passage> passages = new ArrayList<>();
        int from = 0;
        for (JsonNode each : described) {
            int to = from + Math.max(0, each.path("parts").asInt(0));
            if (to > parts.size()) {
                throw new ImportException(
                        place + ".extra.passages", "they have more than the " + parts.size() + " parts of the content");
            }
            passages.add(new Passage(each.path("metadata").asString(""), parts.subList(from, to)));
            from = to;
        }
        return List.copyOf(passages);
    }
}
