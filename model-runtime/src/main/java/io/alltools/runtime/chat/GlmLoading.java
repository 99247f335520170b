package io.alltools.runtime.chat;

import io.alltools.runtime.LoadListener;
import io.alltools.runtime.LoadPlan;
import io.alltools.runtime.Loaded;
import io.alltools.runtime.ModelInfo;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.batch.BatchOptions;
import io.alltools.runtime.checkpoint.Checkpoint;
import io.alltools.runtime.checkpoint.CheckpointException;
import io.alltools.runtime.decode.DecoderOptions;
import io.alltools.runtime.decode.DecoderSession;
import io.alltools.runtime.graph.ImportOptions;
import io.alltools.runtime.graph.ImportSource;
import io.alltools.runtime.graph.ImportedModel;
import io.alltools.runtime.graph.ModelImporter;
import io.alltools.runtime.tokenizer.Tokenizer;
import io.alltools.runtime.tokenizer.Tokenizers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** From a checkpoint's folder to a model that chats. */
final class GlmLoading {

    private GlmLoading() {}

    /** @param exact how the checkpoint is imported, whatever the options say; null for what they say */
    static GlmChatModel open(
            Path folder, String name, RuntimeOptions options, @Nullable ImportOptions exact, LoadListener listener) {
        long start = System.nanoTime();
        // Before the import, which may take minutes: what a checkpoint lacks to chat shows at once.
        ChatTemplate template = ChatTemplate.open(folder);
        ImportedModel model;
        LoadPlan plan;
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            plan = plan(options, exact, checkpoint);
            plan.notes().forEach(listener::note);
            listener.planned(plan, ModelInfo.of(checkpoint));
            ImportSource source = ImportSource.of(checkpoint);
            Path target = ModelImporter.target(options.cache(), source, plan.options());
            model = ModelImporter.importInto(target, source, plan.options(), listener);
        }
        Tokenizer tokenizer = Tokenizers.open(folder, options.cache().resolve("native"));
        try {
            DecoderSession decoder = DecoderSession.open(
                    model, new DecoderOptions(plan.slots(), plan.context(), options.threads(), plan.device()));
            try {
                Loaded loaded = new Loaded(
                        folder,
                        model,
                        plan,
                        options.threads(),
                        memory(model, decoder),
                        Duration.ofNanos(System.nanoTime() - start));
                return new GlmChatModel(
                        name,
                        tokenizer,
                        template,
                        decoder,
                        BatchOptions.on(plan.device()).withSpeculation(plan.speculation()),
                        loaded);
            } catch (RuntimeException e) {
                decoder.close();
                throw e;
            }
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    private static LoadPlan plan(RuntimeOptions options, @Nullable ImportOptions exact, Checkpoint checkpoint) {
        if (exact == null) {
            return LoadPlan.of(options, checkpoint);
        }
        LoadPlan plan = LoadPlan.of(options.withQuantization(LoadPlan.name(exact.matrices())), checkpoint);
        if (plan.options().type() != exact.type()) {
            throw new IllegalArgumentException("the import computes in " + exact.type() + ", and " + plan.device()
                    + " takes " + plan.options().type() + ": import the checkpoint again for this device");
        }
        return plan.withOptions(exact);
    }

    private static Loaded.Memory memory(ImportedModel model, DecoderSession decoder) {
        try {
            return new Loaded.Memory(
                    model.weightBytes(),
                    decoder.kvBytesPerToken() * decoder.capacity() * decoder.slots(),
                    (long) decoder.slots() * decoder.config().vocab() * Float.BYTES);
        } catch (IOException e) {
            throw new CheckpointException(model.folder(), "can't be read: " + e, e);
        }
    }
}
