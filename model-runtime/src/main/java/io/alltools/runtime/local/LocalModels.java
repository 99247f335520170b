package io.alltools.runtime.local;

import io.alltools.runtime.LoadListener;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.chat.GlmChatModel;
import io.alltools.runtime.embedded.EmbeddedModel;
import io.alltools.runtime.graph.StoredImport;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Opens the models that run in this process, by the name or folder that a person gives. */
public final class LocalModels {

    private LocalModels() {}

    /**
     * A folder gives the model its own name; one that was pulled keeps OWNER/NAME.
     *
     * @param nameOrFolder empty for the embedded model; an import of the cache goes by its name or by its folder
     * @param environment as {@link ModelFolders#hub} reads it
     * @throws IllegalArgumentException when there is no such model or an option is none
     * @throws io.alltools.runtime.checkpoint.CheckpointException when the folder can't be used
     * @throws io.alltools.agent.ModelException when the device, the context or the memory is not to be had
     */
    public static GlmChatModel open(
            String nameOrFolder, RuntimeOptions options, Map<String, String> environment, LoadListener listener) {
        if (nameOrFolder.isBlank() || nameOrFolder.equals(EmbeddedModel.NAME)) {
            return EmbeddedModel.open(options, listener);
        }
        Optional<StoredImport> stored = stored(nameOrFolder, options.cache());
        if (stored.isPresent()) {
            return open(stored.get(), options, listener);
        }
        Path folder = ModelFolders.find(nameOrFolder, options.cache(), environment);
        String name = Files.isDirectory(Path.of(nameOrFolder))
                ? String.valueOf(folder.toAbsolutePath().normalize().getFileName())
                : nameOrFolder;
        return GlmChatModel.open(folder, name, options, listener);
    }

    private static GlmChatModel open(StoredImport stored, RuntimeOptions options, LoadListener listener) {
        if (!stored.problem().isEmpty()) {
            throw new IllegalArgumentException(
                    "the model \"" + stored.name() + "\" can't be used: " + stored.problem());
        }
        return GlmChatModel.open(stored.checkpoint(), stored.name(), options, stored.options(), listener);
    }

    /** A checkpoint's folder comes before an import of its name. */
    private static Optional<StoredImport> stored(String nameOrFolder, Path cache) {
        try {
            Path folder = Path.of(nameOrFolder);
            if (!Files.isDirectory(folder)) {
                return StoredImport.find(cache, nameOrFolder);
            }
            return StoredImport.list(cache).stream()
                    .filter(stored -> stored.folder().toAbsolutePath().equals(folder.toAbsolutePath()))
                    .findFirst();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
