package io.alltools.runtime.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.alltools.agent.Json;
import io.alltools.runtime.checkpoint.CheckpointException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a checkpoint into an ONNX model in the cache, once.
 *
 * <p>An import is written beside its place and moved there when it is complete, so that a killed one leaves nothing
 * that looks finished and two at once don't disturb each other.
 */
public final class ModelImporter {

    static final String ONNX = "model.onnx";
    static final String DATA = "model.onnx.data";
    static final String MANIFEST = "manifest.json";

    /** Where imports lie in the cache. */
    static final String FOLDER = "models";

    /** Raised with every change of the graph or of the files, so that older imports are made again. */
    static final int FORMAT = 4;

    private ModelImporter() {}

    /** The folder of this import, finished or not. */
    public static Path target(Path cache, ImportSource source, ImportOptions options) {
        String key = sha256(Json.write(identity(source, options)).getBytes(StandardCharsets.UTF_8));
        return cache.resolve(FOLDER).resolve(source.name() + "-" + options.label() + "-" + key.substring(0, 12));
    }

    /** Whether {@link #importInto} would find a finished import. */
    public static boolean isFinished(Path target) {
        return Files.exists(target.resolve(MANIFEST));
    }

    /**
     * Removes what an import that was killed left behind.
     *
     * @param folder as {@link ImportProgress#writesTo} gave it; anything else stays
     * @throws IOException when it can't be removed
     */
    public static void removeUnfinished(Path folder) throws IOException {
        UnfinishedImport.remove(folder);
    }

    /**
     * The import of this source; made now if {@code target} holds none.
     *
     * @param target see {@link #target}, or a folder of one's own
     * @throws CheckpointException when the source or the target folder can't be used
     */
    public static ImportedModel importInto(
            Path target, ImportSource source, ImportOptions options, ImportProgress progress) {
        return importInto(
                target,
                source,
                options,
                RotaryTable.of(source.config(), source.config().maxPosition()),
                progress);
    }

    static ImportedModel importInto(
            Path target, ImportSource source, ImportOptions options, RotaryTable rotary, ImportProgress progress) {
        try {
            if (!isFinished(target)) {
                write(target, source, options, rotary, progress);
            }
            requireSame(target, identity(source, options));
            return new ImportedModel(target, source.config(), options);
        } catch (IOException e) {
            throw new CheckpointException(target, "the import can't be written there: " + e, e);
        }
    }

    private static void write(
            Path target, ImportSource source, ImportOptions options, RotaryTable rotary, ImportProgress progress)
            throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null) {
            throw new CheckpointException(target, "is the root of a disk; name a folder that is new or empty");
        }
        Files.createDirectories(parent);
        requireFree(target);
        UnfinishedImport.removeStale(parent);
        Path folder = UnfinishedImport.create(parent);
        try {
            progress.writesTo(folder);
            ModelProto model;
            try (ExternalData data = new ExternalData(folder, DATA)) {
                WeightWriter writer = new WeightWriter(data, progress, GlmGraph.bytesToRead(source.weights(), options));
                model = GlmGraph.build(source.weights(), writer, options, rotary);
                data.force();
            }
            try (OutputStream out = Files.newOutputStream(folder.resolve(ONNX))) {
                model.writeTo(out);
            }
            Files.writeString(
                    folder.resolve(MANIFEST), manifest(folder, source, options).toPrettyString());
            move(folder, target);
        } catch (IOException | RuntimeException e) {
            try {
                UnfinishedImport.delete(folder);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    /** Refuses a place where something else lies, before hours of work and not after. */
    private static void requireFree(Path target) throws IOException {
        boolean free;
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> content = Files.list(target)) {
                free = content.findAny().isEmpty();
            }
        } else {
            free = Files.notExists(target, LinkOption.NOFOLLOW_LINKS);
        }
        // Another process may have finished the same import just now.
        if (!free && !isFinished(target)) {
            throw new CheckpointException(
                    target, "holds something else than an import; name a folder that is new or empty");
        }
    }

    /** A folder of one's own may hold the import of another checkpoint, of an older state of it, or in another form. */
    private static void requireSame(Path target, ObjectNode identity) throws IOException {
        Path file = target.resolve(MANIFEST);
        ObjectNode manifest;
        try {
            manifest = Json.parseObject(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, "is broken: " + e.getMessage() + "; delete its folder", e);
        }
        // Written and read again, for numbers to have the same type.
        for (Map.Entry<String, JsonNode> part :
                Json.parseObject(Json.write(identity)).properties()) {
            if (!part.getValue().equals(manifest.get(part.getKey()))) {
                throw new CheckpointException(
                        target,
                        "holds an import with another \"" + part.getKey()
                                + "\"; delete it or name a folder that is new or empty");
            }
        }
    }

    private static void move(Path folder, Path target) throws IOException {
        try {
            Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!isFinished(target)) {
                throw e;
            }
            // Another import of the same source finished first; its result is as good.
            UnfinishedImport.delete(folder);
        }
    }

    /** What the import was made from; the same sources give the same key. */
    private static ObjectNode identity(ImportSource source, ImportOptions options) {
        ObjectNode identity = Json.object();
        identity.put("format", FORMAT);
        identity.set("options", Json.MAPPER.valueToTree(options));
        identity.set("source", source.identity());
        return identity;
    }

    /** The identity, the hashes of the source files, and the sizes of what was written. */
    private static ObjectNode manifest(Path folder, ImportSource source, ImportOptions options) throws IOException {
        ObjectNode manifest = identity(source, options);
        ObjectNode hashes = manifest.putObject("sha256");
        for (Path file : source.files()) {
            hashes.put(String.valueOf(file.getFileName()), sha256(file));
        }
        ArrayNode written = manifest.putArray("written");
        for (String name : new String[] {ONNX, DATA}) {
            written.addObject().put("name", name).put("size", Files.size(folder.resolve(name)));
        }
        return manifest;
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
            while (channel.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
