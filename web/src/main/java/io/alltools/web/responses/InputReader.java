package io.alltools.web.responses;

import io.alltools.agent.Message;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.ToolCall;
import io.alltools.agent.Trust;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a request's {@code input}: a text, or items as a client made them or got them back from responses. */
final class InputReader {

    private final Function<String, ObjectNode> references;
    private final List<Message> messages = new ArrayList<>();
    private final List<String> developer = new ArrayList<>();
    private final List<Message.Observation> results = new ArrayList<>();

    // A turn of the assistant of which more may come: its text, its calls and what those came to.
    private String text = "";
    private final List<ToolCall> calls = new ArrayList<>();
    private final Map<String, Message.Observation> answers = new LinkedHashMap<>();

    /** @param references the item of an id */
    private InputReader(Function<String, ObjectNode> references) {
        this.references = references;
    }

    /**
     * @param references the item of an id
     * @throws ApiError when there is an item that can't be understood
     */
    static ResponseInput read(JsonFields body, Function<String, ObjectNode> references) {
        InputReader reader = new InputReader(references);
        JsonNode input = body.get("input");
        if (input != null && input.isString()) {
            reader.messages.add(Message.user(input.asString()));
        } else {
            body.objects("input").forEach(reader::add);
            reader.endTurn();
        }
        return reader.input();
    }

    private ResponseInput input() {
        boolean said = !messages.isEmpty() && messages.getLast() instanceof Message.User;
        return new ResponseInput(
                List.copyOf(said ? messages.subList(0, messages.size() - 1) : messages),
                said ? messages.getLast().text() : "",
                List.copyOf(results),
                String.join("\n\n", developer));
    }

    private void add(JsonFields item) {
        String type = item.text("type");
        switch (type == null ? "message" : type) {
            case "message" -> message(item);
            case "function_call" ->
                calls.add(new ToolCall(
                        item.requiredText("call_id"),
                        item.requiredText("name"),
                        Objects.requireNonNullElse(item.text("arguments"), "")));
            case "function_call_output" -> output(item.requiredText("call_id"), content(item, "output"));
            case "code_interpreter_call" -> code(item);
            case "item_reference" -> {
                String id = item.requiredText("id");
                add(new JsonFields(references.apply(id), item.name("id")));
            }
            // What they found is in nobody's hands any longer, and thoughts are in no later prompt.
            case "reasoning", "web_search_call", "file_search_call", "image_generation_call" -> {}
            case String other ->
                throw ApiError.unsupported(
                        item.name("type"),
                        "an item of type \"" + other + "\" is not supported: expected message, function_call,"
                                + " function_call_output, code_interpreter_call, item_reference or reasoning");
        }
    }

    private void message(JsonFields item) {
        String role = item.requiredText("role");
        List<Part> content = content(item, "content");
        if (role.equals("assistant")) {
            // Whether calls follow that belong to it is not known yet.
            endTurn();
            text = Part.textOf(content);
            return;
        }
        endTurn();
        switch (role) {
            case "user" -> messages.add(new Message.User(content));
            case "system", "developer" -> developer.add(Part.textOf(content));
            default ->
                throw ApiError.invalid(
                        item.name("role"),
                        "role \"" + role + "\" is unknown: expected user, assistant, system or developer");
        }
    }

    /** What a client's tool found is not known to be the user's own words. */
    private void output(String callId, List<Part> output) {
        Message.Observation result = new Message.Observation(callId, List.of(new Passage("", output)), Trust.UNTRUSTED);
        if (calls.stream().anyMatch(call -> call.id().equals(callId))) {
            answers.put(callId, result);
        } else {
            results.add(result);
        }
    }

    private void code(JsonFields item) {
        String id = item.requiredText("id");
        calls.add(
                new ToolCall(id, HostedTool.CODE_INTERPRETER.tool, Objects.requireNonNullElse(item.text("code"), "")));
        List<Part> logs = new ArrayList<>();
        for (JsonFields output : item.objects("outputs")) {
            String log = output.text("logs");
            if (log != null) {
                logs.add(new Part.Text(log));
            }
        }
        answers.put(id, new Message.Observation(id, List.of(new Passage("", logs)), Trust.UNTRUSTED));
    }

    /** The assistant has said what it says: a prompt holds its calls and what they came to, in one order. */
    private void endTurn() {
        if (text.isEmpty() && calls.isEmpty()) {
            return;
        }
        messages.add(new Message.Assistant(text, List.copyOf(calls)));
        for (ToolCall call : calls) {
            Message.Observation answer = answers.get(call.id());
            if (answer == null) {
                throw noOutput(call.id());
            }
            messages.add(answer);
        }
        text = "";
        calls.clear();
        answers.clear();
    }

    /** In OpenAI's words. */
    static ApiError noOutput(String callId) {
        return ApiError.invalid("input", "No tool output found for function call " + callId + ".");
    }

    /** In OpenAI's words. */
    static ApiError noCall(String callId) {
        return ApiError.invalid("input", "No tool call found for function call output with call_id " + callId + ".");
    }

    private static List<Part> content(JsonFields item, String field) {
        JsonNode content = item.get(field);
        if (content == null) {
            throw ApiError.invalid(
                    item.name(field),
                    "\"" + item.name(field) + "\" is required: expected a string or an array of parts");
        }
        if (content.isString()) {
            return Part.text(content.asString());
        }
        List<Part> parts = new ArrayList<>();
        for (JsonFields part : item.objects(field)) {
            String type = part.requiredText("type");
            String text = part.text(type.equals("refusal") ? "refusal" : "text");
            if (text == null
                    || !List.of("input_text", "output_text", "text", "refusal").contains(type)) {
                throw ApiError.unsupported(
                        part.name("type"),
                        "content of type \"" + type + "\" is not supported: this model reads text only; a file for"
                                + " Python is attached to a session, whose id is the container");
            }
            parts.add(new Part.Text(text));
        }
        return List.copyOf(parts);
    }
}
