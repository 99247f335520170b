package io.alltools.runtime.local;

import io.alltools.runtime.embedded.EmbeddedModel;
import io.alltools.runtime.hub.Hub;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds the checkpoint that a person names: a folder, the embedded model, or OWNER/NAME after a pull. */
public final class ModelFolders {

    public static final String DEFAULT_REVISION = "main";

    private static final Pattern REPO = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*");

    private ModelFolders() {}

    /**
     * @param cache where models are unpacked and pulled
     * @param environment as {@link #hub} reads it
     * @throws IllegalArgumentException when there is no such model, with what to do
     */
    public static Path find(String nameOrFolder, Path cache, Map<String, String> environment) {
        if (nameOrFolder.equals(EmbeddedModel.NAME)) {
            return EmbeddedModel.unpack(cache);
        }
        Path folder;
        try {
            folder = Path.of(nameOrFolder);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("\"" + nameOrFolder + "\" is no path: " + e.getReason(), e);
        }
        if (Files.isDirectory(folder)) {
            return folder;
        }
        if (REPO.matcher(nameOrFolder).matches()) {
            return hub(cache, environment)
                    .pulled(nameOrFolder, DEFAULT_REVISION)
                    .orElseThrow(() -> new IllegalArgumentException("there is no folder " + nameOrFolder
                            + ", and no model of that name was pulled: alltools model pull " + nameOrFolder));
        }
        throw new IllegalArgumentException("there is no model folder " + folder.toAbsolutePath()
                + ": expected the folder of a GLM-4 checkpoint, or " + EmbeddedModel.NAME);
    }

    /** The host that {@code ALLTOOLS_HUB} names, else the public one; {@code HF_TOKEN} opens private repos. */
    public static Hub hub(Path cache, Map<String, String> environment) {
        String base = environment.getOrDefault("ALLTOOLS_HUB", "");
        try {
            return Hub.of(base.isBlank() ? Hub.DEFAULT_BASE : URI.create(base), cache, environment.get("HF_TOKEN"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ALLTOOLS_HUB is \"" + base + "\", expected an http(s) address", e);
        }
    }
}
