package io.alltools.web.openai;

import io.alltools.agent.Message;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.ToolCall;
import io.alltools.agent.Trust;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads a request's conversation. */
final class MessageReader {

    private final List<Message> messages = new ArrayList<>();
    /** Calls of the last assistant message that no message has answered yet. */
    private final Set<String> openCalls = new LinkedHashSet<>();

    private MessageReader() {}

    static List<Message> read(JsonFields body) {
        List<JsonFields> given = body.objects("messages");
        if (given.isEmpty()) {
            throw ApiError.invalid("messages", "\"messages\" is required: expected at least one message");
        }
        MessageReader reader = new MessageReader();
        given.forEach(reader::add);
        reader.requireAnswers(given.getLast().name("role"));
        return List.copyOf(reader.messages);
    }

    private void add(JsonFields message) {
        String role = message.requiredText("role");
        if (!role.equals("tool")) {
            requireAnswers(message.name("role"));
        }
        switch (role) {
            case "system", "developer" -> messages.add(new Message.System(content(message)));
            case "user" -> messages.add(new Message.User(content(message)));
            case "assistant" -> messages.add(assistant(message));
            case "tool" -> messages.add(observation(message));
            case "function" ->
                throw ApiError.unsupported(
                        message.name("role"),
                        "role \"function\" is not supported: use \"tools\", and answer their calls with role tool");
            default ->
                throw ApiError.invalid(
                        message.name("role"),
                        "role \"" + role + "\" is unknown: expected system, developer, user, assistant or tool");
        }
    }

    /** A model can't go on from a call without its result. */
    private void requireAnswers(String where) {
        if (!openCalls.isEmpty()) {
            throw ApiError.invalid(
                    where,
                    "the tool_calls of the assistant message are not all answered: expected a message with role tool"
                            + " for each tool_call_id, missing " + String.join(", ", openCalls));
        }
    }

    private Message assistant(JsonFields message) {
        List<ToolCall> calls = new ArrayList<>();
        for (JsonFields call : message.objects("tool_calls")) {
            String type = call.text("type");
            if (type != null && !type.equals("function")) {
                throw ApiError.unsupported(
                        call.name("type"), "a tool call of type \"" + type + "\" is not supported: expected function");
            }
            JsonFields function = call.object("function");
            if (function == null) {
                throw ApiError.invalid(call.name("function"), "a tool call needs \"function\" with name and arguments");
            }
            String arguments = function.text("arguments");
            ToolCall read = new ToolCall(
                    call.requiredText("id"), function.requiredText("name"), arguments == null ? "" : arguments);
            calls.add(read);
            if (!openCalls.add(read.id())) {
                throw ApiError.invalid(
                        call.name("id"), "two tool calls of one message have the id \"" + read.id() + "\"");
            }
        }
        String refusal = message.text("refusal");
        String text = message.get("content") != null ? Part.textOf(content(message)) : refusal == null ? "" : refusal;
        if (text.isEmpty() && calls.isEmpty() && message.get("content") == null && refusal == null) {
            throw ApiError.invalid(message.name("content"), "an assistant message needs content or tool_calls");
        }
        return new Message.Assistant(text, calls);
    }

    private Message observation(JsonFields message) {
        String id = message.requiredText("tool_call_id");
        if (!openCalls.remove(id)) {
            throw ApiError.invalid(
                    message.name("tool_call_id"),
                    "tool_call_id \"" + id + "\" answers no tool call of an assistant message before it, or one twice");
        }
        // What a client's tool found is not known to be the user's own words.
        return new Message.Observation(id, List.of(new Passage("", content(message))), Trust.UNTRUSTED);
    }

    private static List<Part> content(JsonFields message) {
        JsonNode content = message.get("content");
        if (content == null) {
            throw ApiError.invalid(message.name("content"), "\"" + message.name("content") + "\" is required");
        }
        if (content.isString()) {
            return Part.text(content.asString());
        }
        List<Part> parts = new ArrayList<>();
        for (JsonFields part : message.objects("content")) {
            String type = part.requiredText("type");
            // What a model refused to say is text of the conversation, too.
            String text = part.text(type.equals("refusal") ? "refusal" : "text");
            if (type.equals("text") && text == null) {
                throw ApiError.invalid(part.name("text"), "\"" + part.name("text") + "\" is required");
            }
            if (!List.of("text", "refusal").contains(type) || text == null) {
                throw ApiError.unsupported(
                        part.name("type"),
                        "content of type \"" + type + "\" is not supported: this model reads text only");
            }
            parts.add(new Part.Text(text));
        }
        return parts;
    }
}
