package io.alltools.runtime.graph;

import io.alltools.agent.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A finished import in the cache. Its checkpoint is needed to chat: the tokenizer and the template lie there.
 *
 * @param name what people call it: the checkpoint's name and the form, such as {@code glm-4-9b-chat-int4}; of several
 *     imports of one name the first has it, and the others are called as their folders are
 * @param checkpoint the folder that it was made from
 * @param options its form
 * @param bytes of its files
 * @param made when it was finished
 * @param problem why it can't be used, one line for a person; empty when it can
 */
public record StoredImport(
        String name, Path folder, Path checkpoint, ImportOptions options, long bytes, Instant made, String problem) {

    private static final String HUB = "hub";

    /** All imports of checkpoints in the cache, by name. */
    public static List<StoredImport> list(Path cache) {
        Path imports = cache.resolve(ModelImporter.FOLDER);
        if (!Files.isDirectory(imports)) {
            return List.of();
        }
        List<StoredImport> found = new ArrayList<>();
        try (Stream<Path> folders = Files.list(imports)) {
            folders.filter(ModelImporter::isFinished)
                    .forEach(folder -> read(folder).ifPresent(found::add));
        } catch (IOException | UncheckedIOException e) {
            throw new UncheckedIOException(new IOException("the imports in " + imports + " can't be listed: " + e, e));
        }
        // What can be used comes first to a name, then what was there earlier: names should last.
        found.sort(Comparator.comparing((StoredImport stored) -> !stored.problem.isEmpty())
                .thenComparing(StoredImport::made)
                .thenComparing(StoredImport::folder));
        Set<String> names = new HashSet<>();
        return found.stream()
                .map(stored ->
                        names.add(stored.name) ? stored : stored.withName(String.valueOf(stored.folder.getFileName())))
                .sorted(Comparator.comparing(StoredImport::name))
                .toList();
    }

    /** The import of a name. */
    public static Optional<StoredImport> find(Path cache, String name) {
        return list(cache).stream().filter(stored -> stored.name.equals(name)).findFirst();
    }

    private StoredImport withName(String name) {
        return new StoredImport(name, folder, checkpoint, options, bytes, made, problem);
    }

    /** Empty for one of made-up weights, and for what is no manifest. */
    private static Optional<StoredImport> read(Path folder) {
        try {
            Path file = folder.resolve(ModelImporter.MANIFEST);
            ObjectNode manifest = Json.parseObject(Files.readString(file));
            String source = manifest.at("/source/folder").asString("");
            if (source.isEmpty()) {
                return Optional.empty();
            }
            ImportOptions options = Json.MAPPER.treeToValue(manifest.path("options"), ImportOptions.class);
            Path checkpoint = Path.of(source);
            return Optional.of(new StoredImport(
                    name(checkpoint) + "-" + options.label(),
                    folder,
                    checkpoint,
                    options,
                    size(folder),
                    Files.getLastModifiedTime(file).toInstant(),
                    problem(manifest, checkpoint)));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A checkpoint that was pulled lies in a folder that is called after its commit, below OWNER--NAME. */
    private static String name(Path checkpoint) {
        Path parent = checkpoint.getParent();
        Path above = parent == null ? null : parent.getParent();
        if (parent != null && above != null && above.endsWith(HUB)) {
            String repo = String.valueOf(parent.getFileName());
            int mark = repo.indexOf("--");
            if (mark >= 0) {
                return repo.substring(mark + 2);
            }
        }
        return String.valueOf(checkpoint.getFileName());
    }

    private static String problem(ObjectNode manifest, Path checkpoint) throws IOException {
        if (manifest.path("format").asInt() != ModelImporter.FORMAT) {
            return "another version of the application made it: import " + checkpoint + " again";
        }
        if (!Files.isDirectory(checkpoint)) {
            return "its checkpoint is gone, and with it the tokenizer: there is no folder " + checkpoint;
        }
        for (JsonNode file : manifest.at("/source/files")) {
            Path path = file(checkpoint, file.path("name").asString(""));
            if (!Files.isRegularFile(path)
                    || Files.size(path) != file.path("size").asLong()
                    || !Files.getLastModifiedTime(path)
                            .toString()
                            .equals(file.path("modified").asString(""))) {
                return "its checkpoint has changed since: import " + checkpoint + " again";
            }
        }
        return "";
    }

    private static Path file(Path checkpoint, String name) throws IOException {
        try {
            return checkpoint.resolve(name);
        } catch (InvalidPathException e) {
            throw new IOException("no file name: " + name, e);
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
