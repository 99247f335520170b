package io.alltools.runtime.local;

import io.alltools.runtime.LoadListener;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.chat.GlmChatModel;
import io.alltools.runtime.embedded.EmbeddedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Opens the models that run in this process, by the name or folder that a person gives. */
public final class LocalModels {

    private LocalModels() {}

    /**
     * A folder gives the model its own name; one that was pulled keeps OWNER/NAME.
     *
     * @param nameOrFolder empty for the embedded model
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
        Path folder = ModelFolders.find(nameOrFolder, options.cache(), environment);
        String name = Files.isDirectory(Path.of(nameOrFolder))
                ? String.valueOf(folder.toAbsolutePath().normalize().getFileName())
                : nameOrFolder;
        return GlmChatModel.open(folder, name, options, listener);
    }
}
