package io.alltools.web;

import io.alltools.agent.Json;
import io.alltools.runtime.checkpoint.Checkpoint;
import io.alltools.runtime.checkpoint.GlmConfig;
import io.alltools.runtime.checkpoint.WeightNames;
import io.alltools.runtime.embedded.EmbeddedModel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Checkpoints that are made on the fly. */
public final class Checkpoints {

    private Checkpoints() {}

    /** The embedded model's files in a folder of another name. */
    public static Path copy(Path target) throws IOException {
        Path original = EmbeddedModel.unpack(target.resolveSibling("unpacked"));
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(original)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, target.resolve(String.valueOf(file.getFileName())));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return target;
    }

    /** As {@link #copy}, whose weights end too early. */
    public static Path broken(Path target) throws IOException {
        copy(target);
        try (RandomAccessFile file =
                new RandomAccessFile(target.resolve("model.safetensors").toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        return target;
    }

    /** One whose weights are all zero: they take no room on the disk, and as long to import as any of their number. */
    public static Path large(Path target) throws IOException {
        copy(target);
        GlmConfig small;
        try (Checkpoint checkpoint = Checkpoint.open(target)) {
            small = checkpoint.config();
        }
        GlmConfig config = new GlmConfig(
                small.architecture(),
                16,
                1024,
                16,
                2,
                64,
                4096,
                small.qkvBias(),
                small.vocab(),
                32,
                small.rope(),
                small.rmsEps(),
                small.maxPosition(),
                small.tiedEmbeddings(),
                small.eosIds());
        ObjectNode json = Json.parseObject(Files.readString(target.resolve("config.json")));
        json.put("num_hidden_layers", config.layers())
                .put("hidden_size", config.hidden())
                .put("num_attention_heads", config.heads())
                .put("num_key_value_heads", config.kvHeads())
                .put("head_dim", config.headDim())
                .put("intermediate_size", config.ffn())
                .put("partial_rotary_factor", 0.5);
        Files.writeString(target.resolve("config.json"), json.toString());
        write(target.resolve("model.safetensors"), config);
        return target;
    }

    private static void write(Path file, GlmConfig config) throws IOException {
        ObjectNode header = Json.object();
        long at = 0;
        for (Map.Entry<String, List<Long>> weight :
                WeightNames.expected(config, false).entrySet()) {
            long bytes = Float.BYTES * weight.getValue().stream().reduce(1L, Math::multiplyExact);
            ObjectNode tensor = header.putObject(weight.getKey()).put("dtype", "F32");
            weight.getValue().forEach(tensor.putArray("shape")::add);
            tensor.putArray("data_offsets").add(at).add(at + bytes);
            at += bytes;
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        Files.delete(file);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(text.length)
                    .array());
            out.write(text);
            out.setLength(Long.BYTES + text.length + at);
        }
    }
}
