package io.alltools.web.agui;

import io.alltools.agent.CallerTools;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trust;
import io.alltools.web.After;
import io.alltools.web.AllTools;
import io.alltools.web.RunOrder;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import io.alltools.web.store.RunStore;
import io.alltools.web.store.RunSummary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Finds what a front end's messages go on from. It sends the whole conversation each time; the ids that it has from us
 * tell which run the new messages follow, so that the model goes on from what was recorded. Messages that were taken
 * away, as by an edit, so lead to an earlier run. A conversation that is not ours is taken as it is sent.
 */
final class Conversation {

    private final AllTools app;
    private final RunStore store;
    private final String sessionId;

    /** @param store with what the caller may see */
    Conversation(AllTools app, RunStore store, String sessionId) {
        this.app = app;
        this.store = store;
        this.sessionId = sessionId;
    }

    /** @param order with all that is not of the conversation */
    RunOrder order(RunOrder order, AgUiInput input) {
        List<JsonFields> said = input.messages().stream()
                .filter(message -> !List.of("reasoning", "activity").contains(message.requiredText("role")))
                .toList();
        String system = system(said, input.context());
        List<JsonFields> talk =
                said.stream().filter(message -> !isSystem(message)).toList();
        int known = talk.size() - 1;
        Optional<RunSummary> last = Optional.empty();
        while (known >= 0 && last.isEmpty()) {
            last = run(talk.get(known));
            known -= last.isEmpty() ? 1 : 0;
        }
        List<JsonFields> added = talk.subList(known + 1, talk.size());
        boolean ours = last.isPresent()
                && added.stream()
                        .noneMatch(message -> message.requiredText("role").equals("assistant"));
        return ours
                ? goingOn(order, system, new After.Run(last.get().id()), added, input)
                : asSent(order, system, talk, input);
    }

    private RunOrder goingOn(
            RunOrder order, @Nullable String system, After after, List<JsonFields> added, AgUiInput input) {
        List<Message.Observation> results = added.stream()
                .filter(message -> message.requiredText("role").equals("tool"))
                .map(Conversation::result)
                .toList();
        String text = String.join(
                "\n\n",
                added.stream()
                        .filter(message -> message.requiredText("role").equals("user"))
                        .map(Conversation::text)
                        .toList());
        if (text.isBlank() && results.isEmpty()) {
            throw nothingNew();
        }
        return order(order, system, List.of(), results, text, after, input);
    }

    private RunOrder asSent(RunOrder order, @Nullable String system, List<JsonFields> talk, AgUiInput input) {
        List<Message> history = new ArrayList<>();
        Set<String> open = new HashSet<>();
        Set<String> answered = new HashSet<>();
        talk.stream()
                .filter(message -> message.requiredText("role").equals("tool"))
                .forEach(message -> answered.add(message.requiredText("toolCallId")));
        for (JsonFields message : talk) {
            String role = message.requiredText("role");
            switch (role) {
                case "user" -> history.add(Message.user(text(message)));
                case "assistant" -> history.add(assistant(message, answered, open));
                case "tool" -> {
                    Message.Observation result = result(message);
                    if (!open.remove(result.callId())) {
                        throw ApiError.invalid(
                                message.name("toolCallId"),
                                "toolCallId \"" + result.callId() + "\" answers no call before it, or one twice");
                    }
                    history.add(result);
                }
                default ->
                    throw ApiError.invalid(
                            message.name("role"),
                            "role \"" + role + "\" is unknown: expected developer, system, user, assistant, tool,"
                                    + " reasoning or activity");
            }
        }
        if (history.isEmpty() || history.getLast() instanceof Message.Assistant) {
            throw nothingNew();
        }
        String text = "";
        if (history.getLast() instanceof Message.User user) {
            text = user.text();
            history.removeLast();
        }
        return order(order, system, List.copyOf(history), List.of(), text, After.NOTHING, input);
    }

    private RunOrder order(
            RunOrder settings,
            @Nullable String system,
            List<Message> history,
            List<Message.Observation> results,
            String text,
            After after,
            AgUiInput input) {
        return new RunOrder(
                settings.runId(),
                sessionId,
                history,
                results,
                text,
                system,
                settings.tools(),
                settings.sampling(),
                settings.maxSteps(),
                settings.maxTokens(),
                after,
                settings.agent(),
                settings.format(),
                CallerTools.of(input.tools()));
    }

    private static ApiError nothingNew() {
        return ApiError.invalid("messages", "\"messages\" must end with what is new: a user's text or a tool's result");
    }

    /** The run that wrote a message, where it is one of this conversation. */
    private Optional<RunSummary> run(JsonFields message) {
        String id = message.text("id");
        return (id == null ? Optional.<String>empty() : MessageIds.runOf(id))
                .flatMap(store::findTurn)
                .filter(run -> run.sessionId().equals(sessionId));
    }

    private static boolean isSystem(JsonFields message) {
        return List.of("system", "developer").contains(message.requiredText("role"));
    }

    /** Null leaves what the agent has. */
    private static @Nullable String system(List<JsonFields> said, String context) {
        List<String> parts = new ArrayList<>(said.stream()
                .filter(Conversation::isSystem)
                .map(Conversation::text)
                .toList());
        if (!context.isEmpty()) {
            parts.add("What the application says:\n" + context);
        }
        return parts.isEmpty() ? null : String.join("\n\n", parts);
    }

    private Message assistant(JsonFields message, Set<String> answered, Set<String> open) {
        List<ToolCall> calls = new ArrayList<>();
        for (JsonFields call : message.objects("toolCalls")) {
            JsonFields function = call.object("function");
            if (function == null) {
                throw ApiError.invalid(call.name("function"), "a tool call needs \"function\" with name and arguments");
            }
            String id = call.requiredText("id");
            // A call that nobody answered can't stand in a history.
            if (answered.contains(id)) {
                String name = function.requiredText("name");
                String arguments = Objects.requireNonNullElse(function.text("arguments"), "");
                calls.add(new ToolCall(id, name, plain(name, arguments)));
                open.add(id);
            }
        }
        String text = message.text("content");
        return new Message.Assistant(text == null ? "" : text, calls);
    }

    /** A built-in tool's arguments were sent as a JSON object of one field. */
    private String plain(String name, String arguments) {
        boolean builtIn = app.toolbox().specs().stream()
                .anyMatch(spec -> spec.name().equals(name) && spec.kind() == ToolSpec.Kind.BUILT_IN);
        if (!builtIn) {
            return arguments;
        }
        try {
            JsonNode json = Json.MAPPER.readTree(arguments);
            return json.isObject() && json.size() == 1 && json.iterator().next().isString()
                    ? json.iterator().next().asString()
                    : arguments;
        } catch (JacksonException e) {
            return arguments;
        }
    }

    private static Message.Observation result(JsonFields message) {
        String error = message.text("error");
        String text = text(message);
        return new Message.Observation(
                message.requiredText("toolCallId"),
                List.of(Passage.of(error == null ? text : text + (text.isEmpty() ? "" : "\n") + "Error: " + error)),
                Trust.UNTRUSTED);
    }

    private static String text(JsonFields message) {
        JsonNode content = message.get("content");
        if (content == null) {
            return "";
        }
        if (content.isString()) {
            return content.asString();
        }
        List<Part> parts = new ArrayList<>();
        for (JsonFields part : message.objects("content")) {
            String type = part.requiredText("type");
            if (!type.equals("text")) {
                throw ApiError.unsupported(
                        part.name("type"),
                        "content of type \"" + type + "\" is not supported: this model reads text only");
            }
            parts.add(new Part.Text(Objects.requireNonNullElse(part.text("text"), "")));
        }
        return Part.textOf(parts);
    }
}
