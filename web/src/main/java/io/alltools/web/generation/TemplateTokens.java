package io.alltools.web.generation;

import io.alltools.agent.Message;
import io.alltools.agent.ToolSpec;
import io.alltools.runtime.chat.ConversationPieces;
import io.alltools.runtime.embedded.EmbeddedModel;
import io.alltools.runtime.graph.StoredImport;
import io.alltools.runtime.local.ModelFolders;
import io.alltools.trajectories.export.ConversationTokens;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The tokens of conversations by the template and tokenizer of a checkpoint; its weights are not read. */
public final class TemplateTokens implements ConversationTokens, AutoCloseable {

    private final ConversationPieces pieces;

    private TemplateTokens(ConversationPieces pieces) {
        this.pieces = pieces;
    }

    /**
     * @param model a name or folder; empty for the embedded one
     * @param cache where models and native libraries are kept
     * @throws IllegalArgumentException when there is no such model
     * @throws io.alltools.runtime.checkpoint.CheckpointException when it is no GLM-4 chat model
     */
    public static TemplateTokens open(String model, Path cache, Map<String, String> environment) {
        return new TemplateTokens(ConversationPieces.open(folder(model, cache, environment), cache.resolve("native")));
    }

    private static Path folder(String model, Path cache, Map<String, String> environment) {
        if (model.isEmpty() || model.equals(EmbeddedModel.NAME)) {
            return EmbeddedModel.unpack(cache);
        }
        return StoredImport.find(cache, model)
                .map(StoredImport::checkpoint)
                .orElseGet(() -> ModelFolders.find(model, cache, environment));
    }

    @Override
    public List<Piece> of(List<Message> messages, List<ToolSpec> tools) {
        return pieces.of(messages, tools).stream()
                .map(piece -> new Piece(piece.message(), piece.written(), piece.ids(), piece.text()))
                .toList();
    }

    @Override
    public void close() {
        pieces.close();
    }
}
