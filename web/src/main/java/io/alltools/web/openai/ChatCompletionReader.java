package io.alltools.web.openai;

import io.alltools.agent.AnswerFormat;
import io.alltools.agent.Budget;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Constraints;
import io.alltools.agent.Service;
import io.alltools.agent.ToolSpec;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import io.alltools.web.http.SamplingFields;
import java.util.List;

/** Reads the body of a chat completion. What would change the answer and can't be done is refused, not ignored. */
public final class ChatCompletionReader {

    private static final int MAX_CHOICES = 16;

    private ChatCompletionReader() {}

    static ChatCompletion read(JsonFields body) {
        for (String field : List.of("functions", "function_call")) {
            if (body.get(field) != null) {
                throw ApiError.unsupported(field, "\"" + field + "\" is not supported: use \"tools\"");
            }
        }
        requireText(body);
        JsonFields options = body.object("stream_options");
        Integer choices = body.integer("n", 1, MAX_CHOICES);
        return new ChatCompletion(
                body.requiredText("model"),
                request(body),
                choices == null ? 1 : choices,
                body.flag("stream", false),
                options != null && options.flag("include_usage", false));
    }

    private static void requireText(JsonFields body) {
        List<String> modalities = body.texts("modalities");
        if (modalities != null && !modalities.equals(List.of("text"))) {
            throw ApiError.unsupported(
                    "modalities", "modalities " + modalities + " are not supported: this model writes text only");
        }
    }

    private static ChatRequest request(JsonFields body) {
        List<ToolSpec> tools = ToolsReader.tools(body);
        return new ChatRequest(
                MessageReader.read(body),
                tools,
                SamplingFields.read(body),
                maxTokens(body),
                StopField.read(body),
                new Constraints(
                        ToolsReader.choice(body, tools),
                        body.flag("parallel_tool_calls", true),
                        ToolsReader.strict(body),
                        format(body)),
                logprobs(body),
                Service.INTERACTIVE,
                false);
    }

    /** Of one turn of the model. */
    public static int maxTokens(JsonFields body) {
        Integer now = body.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
        Integer before = body.integer("max_tokens", 1, Integer.MAX_VALUE);
        return now != null ? now : before != null ? before : Budget.DEFAULT.maxTokensPerStep();
    }

    /** What the answer must look like. */
    public static AnswerFormat format(JsonFields body) {
        JsonFields format = body.object("response_format");
        if (format == null) {
            return AnswerFormat.TEXT;
        }
        String type = format.requiredText("type");
        return switch (type) {
            case "text" -> AnswerFormat.TEXT;
            case "json_object" -> AnswerFormat.JSON_OBJECT;
            case "json_schema" -> schema(format);
            default ->
                throw ApiError.unsupported(
                        format.name("type"),
                        "response_format \"" + type + "\" is not supported: expected text, json_object or json_schema");
        };
    }

    private static AnswerFormat schema(JsonFields format) {
        JsonFields named = format.object("json_schema");
        JsonFields schema = named == null ? null : named.object("schema");
        if (named == null || schema == null) {
            throw ApiError.invalid(
                    format.name("json_schema.schema"),
                    "a response_format of type json_schema needs {\"json_schema\": {\"schema\": {…}}}");
        }
        return new AnswerFormat.JsonSchema(schema.json(), named.flag("strict", false));
    }

    private static int logprobs(JsonFields body) {
        Integer top = body.integer("top_logprobs", 0, ChatRequest.MAX_LOGPROBS);
        if (body.flag("logprobs", false)) {
            return top == null ? 0 : top;
        }
        if (top != null) {
            throw ApiError.invalid("top_logprobs", "top_logprobs " + top + " needs \"logprobs\": true");
        }
        return ChatRequest.NO_LOGPROBS;
    }
}
