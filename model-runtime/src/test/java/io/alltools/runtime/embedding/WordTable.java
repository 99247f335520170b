package io.alltools.runtime.embedding;

import ai.onnx.proto.OnnxMl;
import io.alltools.agent.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The smallest float32 model there can be: each word's vector is a row of a table, and a text's is their mean. */
final class WordTable {

    private static final List<String> WORDS = List.of("[UNK]", "number", "the", "pump", "delivers", "water");
    private static final int WIDTH = 8;

    private WordTable() {}

    static Path into(Path folder) throws IOException {
        var tokenizer = Json.object();
        tokenizer.putObject("pre_tokenizer").put("type", "Whitespace");
        var model = tokenizer.putObject("model").put("type", "WordLevel").put("unk_token", "[UNK]");
        var vocabulary = model.putObject("vocab");
        WORDS.forEach(word -> vocabulary.put(word, WORDS.indexOf(word)));
        Files.writeString(folder.resolve("tokenizer.json"), Json.write(tokenizer));
        Files.write(folder.resolve("model.onnx"), graph("input_ids").toByteArray());
        return folder;
    }

    static OnnxMl.ModelProto graph(String input) {
        OnnxMl.TensorProto.Builder table = OnnxMl.TensorProto.newBuilder()
                .setName("table")
                .setDataType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())
                .addDims(WORDS.size())
                .addDims(WIDTH);
        for (int i = 0; i < WORDS.size() * WIDTH; i++) {
            table.addFloatData(value(i));
        }
        return OnnxMl.ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(OnnxMl.GraphProto.newBuilder()
                        .setName("words")
                        .addInitializer(table)
                        .addInput(tensor(input, OnnxMl.TensorProto.DataType.INT64, "batch", "length"))
                        .addOutput(tensor(
                                "last_hidden_state", OnnxMl.TensorProto.DataType.FLOAT, "batch", "length", "width"))
                        .addNode(OnnxMl.NodeProto.newBuilder()
                                .setOpType("Gather")
                                .addInput("table")
                                .addInput(input)
                                .addOutput("last_hidden_state")))
                .build();
    }

    /** What a text of these words must become. */
    static float[] mean(String... words) {
        float[] sum = new float[WIDTH];
        for (String word : words) {
            for (int i = 0; i < WIDTH; i++) {
                sum[i] += value(WORDS.indexOf(word) * WIDTH + i);
            }
        }
        double length = 0;
        for (float x : sum) {
            length += (double) x * x;
        }
        for (int i = 0; i < WIDTH; i++) {
            sum[i] /= (float) Math.sqrt(length);
        }
        return sum;
    }

    private static float value(int place) {
        return (float) Math.sin(place * 1.7 + 0.3);
    }

    private static OnnxMl.ValueInfoProto tensor(String name, OnnxMl.TensorProto.DataType type, String... dimensions) {
        OnnxMl.TensorShapeProto.Builder shape = OnnxMl.TensorShapeProto.newBuilder();
        for (String dimension : dimensions) {
            shape.addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimParam(dimension));
        }
        return OnnxMl.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.TypeProto.newBuilder()
                        .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }
}
