package io.alltools.web.openai;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a request's conversation. */
public final class MessageReader {

    /** How GLM-4-AllTools' clients write a function's call that they answer. */
    private static final Pattern CALL_AS_TEXT =
            Pattern.compile("\\s*arguments='(.*)',\\s*name='([^']+)'\\s*", Pattern.DOTALL);

    private final List<Message> messages = new ArrayList<>();
    /** Calls of the last assistant message that no message has answered yet, by their ids. */
    private final Map<String, ToolCall> openCalls = new LinkedHashMap<>();

    private final boolean allTools;

    private MessageReader(boolean allTools) {
        this.allTools = allTools;
    }

    static List<Message> read(JsonFields body) {
        return read(body, false);
    }

    /**
     * The conversation of an All Tools request. A {@code tool} message may come without {@code tool_call_id}: it
     * answers the first open call, or an assistant message before it whose text is the call, as GLM-4-AllTools' clients
     * write it.
     */
    public static List<Message> readAllTools(JsonFields body) {
        return read(body, true);
    }

    private static List<Message> read(JsonFields body, boolean allTools) {
        List<JsonFields> given = body.objects("messages");
        if (given.isEmpty()) {
            throw ApiError.invalid("messages", "\"messages\" is required: expected at least one message");
        }
        MessageReader reader = new MessageReader(allTools);
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
            case "assistant" -> assistant(message);
            case "tool" -> tool(message);
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
                            + " for each tool_call_id, missing " + String.join(", ", openCalls.keySet()));
        }
    }

    /** Calls that the server made stood in turns of their own, before the text. */
    private void assistant(JsonFields message) {
        List<ToolCall> open = new ArrayList<>();
        boolean empty = true;
        for (JsonFields call : message.objects("tool_calls")) {
            empty = false;
            PastCall read = PastCall.read(call);
            if (read.result() == null) {
                open.add(read.call());
                if (openCalls.put(read.call().id(), read.call()) != null) {
                    throw ApiError.invalid(
                            call.name("id"),
                            "two tool calls of one message have the id \""
                                    + read.call().id() + "\"");
                }
            } else {
                messages.add(new Message.Assistant("", List.of(read.call())));
                messages.add(read.result());
            }
        }
        String refusal = message.text("refusal");
        String text = message.get("content") != null ? Part.textOf(content(message)) : refusal == null ? "" : refusal;
        if (empty && message.get("content") == null && refusal == null) {
            throw ApiError.invalid(message.name("content"), "an assistant message needs content or tool_calls");
        }
        if (empty || !text.isEmpty() || !open.isEmpty()) {
            messages.add(new Message.Assistant(text, List.copyOf(open)));
        }
    }

    private void tool(JsonFields message) {
        List<JsonFields> outputs = message.objects("tool_calls");
        if (!outputs.isEmpty()) {
            outputs.forEach(this::outputs);
            return;
        }
        String given = message.text("tool_call_id");
        String id = given == null && allTools ? unnamed(message) : message.requiredText("tool_call_id");
        if (openCalls.remove(id) == null) {
            throw ApiError.invalid(
                    message.name("tool_call_id"),
                    "tool_call_id \"" + id + "\" answers no tool call of an assistant message before it, or one twice");
        }
        // What a client's tool found is not known to be the user's own words.
        messages.add(new Message.Observation(id, List.of(new Passage("", content(message))), Trust.UNTRUSTED));
    }

    /** A client that keeps the pieces of a stream by their role has a call's outputs in a message of their own. */
    private void outputs(JsonFields given) {
        String type = given.requiredText("type");
        ServerTool tool = ServerTool.ofType(type)
                .orElseThrow(() -> ApiError.invalid(
                        given.name("type"),
                        "outputs of type \"" + type + "\" are unknown: the server runs no tool of that type"));
        String id = given.text("id");
        ToolCall call = openCalls.values().stream()
                .filter(open -> open.name().equals(tool.tool())
                        && (id == null || open.id().equals(id)))
                .findFirst()
                .orElseThrow(() -> ApiError.invalid(
                        given.name("id"), "these outputs answer no " + type + " call of a message before them"));
        JsonFields content = given.object(tool.type());
        if (content == null || content.get("outputs") == null) {
            throw ApiError.invalid(
                    given.name(tool.type()), "a tool message's call of type " + type + " needs \"outputs\"");
        }
        openCalls.remove(call.id());
        messages.add(PastCall.result(tool, call, content));
    }

    /** The call that a tool message without an id answers. */
    private String unnamed(JsonFields message) {
        if (!openCalls.isEmpty()) {
            return openCalls.keySet().iterator().next();
        }
        ToolCall call = messages.isEmpty() ? null : asText(messages.getLast());
        if (call == null) {
            throw ApiError.invalid(
                    message.name("tool_call_id"),
                    "a tool message without tool_call_id must follow an assistant message with the call");
        }
        messages.set(messages.size() - 1, new Message.Assistant("", List.of(call)));
        openCalls.put(call.id(), call);
        return call.id();
    }

    private @Nullable ToolCall asText(Message message) {
        if (!(message instanceof Message.Assistant said) || !said.calls().isEmpty()) {
            return null;
        }
        String id = "call_" + messages.size();
        Matcher function = CALL_AS_TEXT.matcher(said.text());
        return function.matches()
                ? new ToolCall(id, function.group(2), function.group(1))
                : new ToolCall(
                        id,
                        ServerTool.CODE_INTERPRETER.tool(),
                        said.text().stripTrailing().stripIndent().strip());
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
