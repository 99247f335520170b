package io.alltools.web.alltools;

import io.alltools.agent.CallerTools;
import io.alltools.agent.Message;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolChoice;
import io.alltools.agent.ToolSpec;
import io.alltools.web.After;
import io.alltools.web.AllTools;
import io.alltools.web.Ids;
import io.alltools.web.RunOrder;
import io.alltools.web.caller.Caller;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import io.alltools.web.http.SamplingFields;
import io.alltools.web.openai.ChatCompletionReader;
import io.alltools.web.openai.MessageReader;
import io.alltools.web.openai.ServerTool;
import io.alltools.web.openai.ToolsReader;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the body of an All Tools request. What would change the answer and can't be done is refused, not ignored. */
final class AllToolsReader {

    private static final int MAX_CHOICES = 16;

    private AllToolsReader() {}

    static AllToolsRequest read(JsonFields body, AllTools app, Caller caller) {
        refuse(body);
        RequestedTools tools = RequestedTools.read(body, app.toolbox());
        List<Message> messages = MessageReader.readAllTools(body);
        boolean asked = messages.getLast() instanceof Message.User;
        RunOrder order = new RunOrder(
                Ids.run(),
                conversation(body, app, caller),
                asked ? messages.subList(0, messages.size() - 1) : messages,
                List.of(),
                asked ? input(messages.getLast()) : "",
                null,
                tools.onServer(),
                sampling(body),
                null,
                ChatCompletionReader.maxTokens(body),
                After.NOTHING,
                null,
                ChatCompletionReader.format(body),
                new CallerTools(
                        tools.callers(),
                        choice(body, tools),
                        body.flag("parallel_tool_calls", true),
                        ToolsReader.strict(tools.functions())));
        if (!asked && !(messages.getLast() instanceof Message.Observation)) {
            throw ApiError.invalid(
                    "messages", "the last message must be the user's or a tool's: there is nothing to answer");
        }
        return new AllToolsRequest(order, body.flag("stream", false), tools.types());
    }

    private static void refuse(JsonFields body) {
        for (String field : List.of("functions", "function_call")) {
            if (body.get(field) != null) {
                throw ApiError.unsupported(field, "\"" + field + "\" is not supported: use \"tools\"");
            }
        }
        Integer choices = body.integer("n", 1, MAX_CHOICES);
        if (choices != null && choices > 1) {
            throw unsupported("n", "n " + choices, "expected 1");
        }
        JsonNode stop = body.get("stop");
        if (stop != null && !(stop.isArray() && stop.isEmpty())) {
            throw unsupported("stop", "stop", "leave it out");
        }
        if (body.flag("logprobs", false)) {
            throw unsupported("logprobs", "logprobs", "leave it out");
        }
    }

    private static ApiError unsupported(String field, String what, String expected) {
        return ApiError.unsupported(
                field, what + " is not supported together with tools that the server runs: " + expected);
    }

    private static String input(Message message) {
        if (message.text().isBlank()) {
            throw ApiError.invalid("messages", "the last user message is empty: expected text");
        }
        return message.text();
    }

    /** The session: its files and its interpreter go on, what was said comes with the messages. */
    private static String conversation(JsonFields body, AllTools app, Caller caller) {
        String id = body.text("conversation_id");
        if (id == null) {
            return Ids.session();
        }
        if (!app.sessions().as(caller).exists(id)) {
            throw new ApiError(
                    ApiError.Kind.NOT_FOUND,
                    "there is no conversation \"" + id + "\": leave conversation_id out to begin one",
                    "conversation_id",
                    "conversation_not_found");
        }
        return id;
    }

    /** GLM-4's API has a flag that turns sampling off. */
    private static Sampling sampling(JsonFields body) {
        Sampling sampling = SamplingFields.read(body);
        return body.flag("do_sample", true) ? sampling : Sampling.GREEDY;
    }

    private static ToolChoice choice(JsonFields body, RequestedTools tools) {
        if (body.get("tool_choice") instanceof ObjectNode given) {
            String type = new JsonFields(given, "tool_choice").requiredText("type");
            ServerTool tool = ServerTool.ofType(type).orElse(null);
            if (tool != null && !tools.types().containsKey(tool.tool())) {
                throw ApiError.invalid(
                        "tool_choice.type", "tool_choice names \"" + type + "\", which is no tool of this request");
            }
            if (tool != null) {
                return new ToolChoice.Named(tool.tool());
            }
        }
        List<ToolSpec> all = Stream.concat(tools.specs().stream(), tools.callers().stream())
                .distinct()
                .toList();
        return ToolsReader.choice(body, all);
    }
}
