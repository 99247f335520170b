package io.alltools.web.openai;

import io.alltools.agent.Json;
import io.alltools.agent.TextCompletion;
import io.alltools.agent.TextToken;
import io.alltools.agent.Usage;
import io.alltools.web.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the continuations of one request, whole or in chunks; all chunks share their id and time. */
final class TextJson {

    private final String id = Ids.textCompletion();
    private final long created = Instant.now().getEpochSecond();
    private final String model;
    private final String fingerprint;
    private final TextOrder order;

    TextJson(String model, String fingerprint, TextOrder order) {
        this.model = model;
        this.fingerprint = fingerprint;
        this.order = order;
    }

    /** @param completions {@code n} of each prompt, in the order of the prompts */
    ObjectNode whole(List<TextCompletion> completions, Usage usage) {
        ObjectNode body = head();
        ArrayNode choices = body.putArray("choices");
        for (TextCompletion completion : completions) {
            TextPrompt prompt = order.prompts().get(choices.size() / order.n());
            JsonNode logprobs = order.withLogprobs()
                    ? new LegacyLogprobs(prompt, order.promptLogprobs()).of(completion.tokens())
                    : NullNode.instance;
            choices.add(choice(
                    choices.size(),
                    (order.echo() ? prompt.text() : "") + completion.text(),
                    logprobs,
                    CompletionJson.name(completion.finishReason())));
        }
        body.set("usage", CompletionJson.usage(usage));
        return body;
    }

    ObjectNode chunk(int index, String text, JsonNode logprobs, @Nullable String finishReason) {
        ObjectNode body = head();
        body.putArray("choices").add(choice(index, text, logprobs, finishReason));
        return order.includeUsage() ? body.putNull("usage") : body;
    }

    ObjectNode usageChunk(Usage usage) {
        ObjectNode body = head();
        body.putArray("choices");
        body.set("usage", CompletionJson.usage(usage));
        return body;
    }

    private static ObjectNode choice(int index, String text, JsonNode logprobs, @Nullable String finishReason) {
        ObjectNode choice = Json.object().put("index", index).put("text", text);
        choice.set("logprobs", logprobs);
        return choice.put("finish_reason", finishReason);
    }

    private ObjectNode head() {
        return Json.object()
                .put("id", id)
                .put("object", "text_completion")
                .put("created", created)
                .put("model", model)
                .put("system_fingerprint", fingerprint);
    }

    /** One choice of a stream, for the thread that generates it. */
    final class Chunks {

        private final int index;
        private final TextPrompt prompt;
        private final Consumer<ObjectNode> out;
        private final LegacyLogprobs logprobs;
        private final List<TextToken> ofPrompt = new ArrayList<>();
        private boolean begun;

        Chunks(int index, Consumer<ObjectNode> out) {
            this.index = index;
            this.prompt = order.prompts().get(index / order.n());
            this.out = out;
            this.logprobs = new LegacyLogprobs(prompt, order.promptLogprobs());
        }

        void token(TextToken token) {
            if (token.ofPrompt()) {
                ofPrompt.add(token);
                return;
            }
            begin();
            if (order.withLogprobs()) {
                out.accept(chunk(index, token.text(), logprobs.of(List.of(token)), null));
            } else if (!token.text().isEmpty()) {
                out.accept(chunk(index, token.text(), NullNode.instance, null));
            }
        }

        void finish(TextCompletion completion) {
            begin();
            if (!completion.rest().isEmpty()) {
                out.accept(chunk(index, completion.rest(), NullNode.instance, null));
            }
            out.accept(chunk(index, "", NullNode.instance, CompletionJson.name(completion.finishReason())));
        }

        /** Not before the model has begun: until then a failure can still be told by the HTTP status. */
        private void begin() {
            if (!begun && order.echo()) {
                JsonNode all = order.promptLogprobs() ? logprobs.of(ofPrompt) : NullNode.instance;
                out.accept(chunk(index, prompt.text(), all, null));
            }
            begun = true;
        }
    }
}
