package io.alltools.web;

import io.alltools.runtime.embedded.EmbeddedModel;
import io.alltools.runtime.graph.StoredImport;
import io.alltools.runtime.remote.RemoteSettings;
import io.alltools.web.model.KnownModel;
import io.alltools.web.model.KnownModel.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run can be ordered with: the embedded model, what {@code ALLTOOLS_MODELS} names, and the imports of the cache.
 */
final class ChoosableModels {

    private static final String VARIABLE = "ALLTOOLS_MODELS";

    private ChoosableModels() {}

    /** @throws IllegalArgumentException when the variable names something that can be no model */
    static List<KnownModel> list(Map<String, String> environment, Path cache) {
        Map<String, KnownModel> models = new LinkedHashMap<>();
        models.put(EmbeddedModel.NAME, new KnownModel(EmbeddedModel.NAME, Kind.EMBEDDED, EmbeddedModel.NAME));
        for (String location : environment.getOrDefault(VARIABLE, "").split(",", -1)) {
            if (!location.isBlank()) {
                KnownModel named = named(location.strip());
                models.putIfAbsent(named.name(), named);
            }
        }
        Path embedded = cache.resolve("embedded");
        for (StoredImport stored : StoredImport.list(cache)) {
            // The embedded model's own import is no model beside it.
            if (!isBelow(stored.checkpoint(), embedded)) {
                models.putIfAbsent(
                        stored.name(),
                        new KnownModel(
                                stored.name(),
                                Kind.LOCAL,
                                stored.folder().toString(),
                                stored.options().label(),
                                stored.bytes(),
                                stored.problem()));
            }
        }
        Collection<KnownModel> all = models.values();
        return List.copyOf(all);
    }

    private static KnownModel named(String location) {
        if (RemoteSettings.isAddress(location)) {
            return new KnownModel(RemoteSettings.parse(location, "").model(), Kind.REMOTE, location);
        }
        try {
            Path folder = Path.of(location);
            boolean there = Files.isDirectory(folder);
            String name =
                    there ? String.valueOf(folder.toAbsolutePath().normalize().getFileName()) : location;
            return new KnownModel(name, Kind.LOCAL, location);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    VARIABLE + " holds \"" + location + "\", which is no path: " + e.getReason(), e);
        }
    }

    private static boolean isBelow(Path folder, Path above) {
        try {
            return Files.isDirectory(above) && folder.startsWith(above.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}
