package io.alltools.web.openai;

import io.alltools.agent.ChatRequest;
import io.alltools.agent.TextModel;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import io.alltools.web.http.SamplingFields;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads the body of a completion. */
final class TextOrderReader {

    private static final int DEFAULT_TOKENS = 16;
    private static final int MAX_CHOICES = 16;
    private static final int MAX_LOGPROBS = 5;

    /** Prompts times the continuations of each: all wait in the model's queue at once. */
    private static final int MAX_CONTINUATIONS = 128;

    private static final String PROMPT =
            "expected a string, an array of strings, an array of token ids, or an array of such arrays, none empty";

    private TextOrderReader() {}

    static TextOrder read(JsonFields body, TextModel model) {
        String suffix = body.text("suffix");
        if (suffix != null && !suffix.isEmpty()) {
            throw ApiError.unsupported("suffix", "\"suffix\" is not supported: this model does not fill gaps");
        }
        Integer n = body.integer("n", 1, MAX_CHOICES);
        int choices = n == null ? 1 : n;
        Integer best = body.integer("best_of", choices, MAX_CHOICES);
        int bestOf = best == null ? choices : best;
        boolean stream = body.flag("stream", false);
        if (stream && bestOf > choices) {
            throw ApiError.invalid(
                    "best_of",
                    "best_of " + bestOf + " can't be streamed: the best of them shows when all are complete");
        }
        List<TextPrompt> prompts = prompts(body, model);
        if (prompts.size() * bestOf > MAX_CONTINUATIONS) {
            throw ApiError.invalid(
                    "prompt",
                    prompts.size() + " prompts with " + bestOf + " continuations each are too many: at most "
                            + MAX_CONTINUATIONS + " together");
        }
        Integer maxTokens = body.integer("max_tokens", 0, Integer.MAX_VALUE);
        Integer logprobs = body.integer("logprobs", 0, MAX_LOGPROBS);
        JsonFields options = body.object("stream_options");
        return new TextOrder(
                body.requiredText("model"),
                prompts,
                SamplingFields.read(body),
                maxTokens == null ? DEFAULT_TOKENS : maxTokens,
                StopField.read(body),
                logprobs == null ? ChatRequest.NO_LOGPROBS : logprobs,
                choices,
                bestOf,
                body.flag("echo", false),
                stream,
                options != null && options.flag("include_usage", false));
    }

    private static List<TextPrompt> prompts(JsonFields body, TextModel model) {
        JsonNode prompt = body.get("prompt");
        boolean begin = body.flag("add_special_tokens", true);
        if (prompt != null && prompt.isString()) {
            return List.of(TextPrompt.of(prompt.asString(), begin, model));
        }
        if (prompt == null || !prompt.isArray() || prompt.isEmpty()) {
            throw ApiError.invalid("prompt", "\"prompt\" is required: " + PROMPT);
        }
        if (prompt.path(0).isNumber()) {
            return List.of(TextPrompt.of(TokenIds.of(prompt, "prompt", model.vocabulary()), model));
        }
        List<TextPrompt> prompts = new ArrayList<>();
        for (JsonNode item : prompt) {
            String name = "prompt[" + prompts.size() + "]";
            if (item.isString()) {
                prompts.add(TextPrompt.of(item.asString(), begin, model));
            } else if (item.isArray() && !item.isEmpty()) {
                prompts.add(TextPrompt.of(TokenIds.of(item, name, model.vocabulary()), model));
            } else {
                throw ApiError.invalid(name, "\"" + name + "\" is no prompt: " + PROMPT);
            }
        }
        return prompts;
    }
}
