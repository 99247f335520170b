package io.alltools.web.openai;

import io.alltools.agent.ChatModel;
import io.alltools.agent.EmbeddingModel;
import io.alltools.agent.Json;
import io.alltools.agent.TextModel;
import io.alltools.web.http.ApiError;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The models of this server under their names. */
final class ModelNames {

    private final ChatModel chat;
    private final @Nullable EmbeddingModel embeddings;
    private final long loadedAt = Instant.now().getEpochSecond();

    ModelNames(ChatModel chat, Optional<EmbeddingModel> embeddings) {
        this.chat = chat;
        this.embeddings = embeddings.orElse(null);
    }

    /** {@code /v1/models}. */
    ObjectNode list() {
        ObjectNode list = Json.object().put("object", "list");
        var data = list.putArray("data").add(chat());
        if (embeddings != null) {
            data.add(embeddings(embeddings));
        }
        return list;
    }

    ObjectNode describe(String name) {
        return embeddings != null && name.equals(embeddings.name()) ? embeddings(embeddings) : describeChat(name);
    }

    private ObjectNode describeChat(String name) {
        requireChat(name);
        return chat();
    }

    void requireChat(String name) {
        if (!name.equals(chat.name())) {
            throw notFound(
                    embeddings != null && name.equals(embeddings.name())
                            ? "the model \"" + name + "\" makes embeddings only; for this there is: " + chat.name()
                            : "the model \"" + name + "\" does not exist; there is: " + chat.name());
        }
    }

    /** The embedding model, if this is its name. */
    EmbeddingModel requireEmbeddings(String name) {
        if (embeddings == null) {
            throw notFound(
                    "the model \"" + name + "\" makes no embeddings here: set ALLTOOLS_EMBEDDING_MODEL to the folder"
                            + " of an embedding model and start the server again");
        }
        if (!name.equals(embeddings.name())) {
            throw notFound("the model \"" + name + "\" makes no embeddings; there is: " + embeddings.name());
        }
        return embeddings;
    }

    /** The chat model without its template, where it is in this process. */
    TextModel text(String path) {
        return chat.text()
                .orElseThrow(() -> ApiError.unsupported(
                        "model",
                        "the model \"" + chat.name() + "\" can't be had without its chat template: " + path
                                + " takes a model in this process; use /v1/chat/completions"));
    }

    private ObjectNode chat() {
        return model(chat.name(), chat.contextLength());
    }

    private ObjectNode embeddings(EmbeddingModel model) {
        return model(model.name(), model.maxTokens()).put("dimensions", model.dimensions());
    }

    private ObjectNode model(String name, int context) {
        return Json.object()
                .put("id", name)
                .put("object", "model")
                .put("created", loadedAt)
                .put("owned_by", "alltools")
                .put("context_length", context)
                // vLLM's name of it, which its clients look for.
                .put("max_model_len", context);
    }

    private static ApiError notFound(String message) {
        return new ApiError(ApiError.Kind.NOT_FOUND, message, "model", "model_not_found");
    }
}
