package io.alltools.runtime.embedding;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.alltools.agent.ModelException;
import io.alltools.runtime.checkpoint.CheckpointException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An encoder's ONNX graph: token ids in, one vector for each text out. Used by one thread at a time. */
final class EmbeddingGraph implements AutoCloseable {

    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";

    /** What exporters call the pooled vectors and the tokens' states, the better one first. */
    private static final List<String> OUTPUTS = List.of("sentence_embedding", "last_hidden_state", "token_embeddings");

    private final EmbeddingFolder folder;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String output;

    /** @throws CheckpointException when the graph has inputs or outputs that an encoder does not have */
    EmbeddingGraph(EmbeddingFolder folder, OrtEnvironment environment, OrtSession session) throws OrtException {
        this.folder = folder;
        this.environment = environment;
        this.session = session;
        try {
            List<String> unknown = session.getInputNames().stream()
                    .filter(name -> !List.of(IDS, MASK, TYPES).contains(name))
                    .sorted()
                    .toList();
            if (!unknown.isEmpty() || !session.getInputNames().contains(IDS)) {
                throw new CheckpointException(
                        folder.onnx(),
                        "has the inputs " + session.getInputNames() + ", expected " + IDS + ", " + MASK + " and "
                                + TYPES + " only");
            }
            this.output = OUTPUTS.stream()
                    .filter(session.getOutputNames()::contains)
                    .findFirst()
                    .orElseThrow(() -> new CheckpointException(
                            folder.onnx(),
                            "has the outputs " + session.getOutputNames() + ", expected one of " + OUTPUTS));
            NodeInfo info = session.getOutputInfo().get(output);
            if (info == null || !(info.getInfo() instanceof TensorInfo)) {
                throw new CheckpointException(folder.onnx(), "has an output " + output + " that is no tensor");
            }
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * The vectors of texts, not normalised.
     *
     * @param batch token ids of each text; shorter ones are padded at the end
     */
    List<float[]> run(List<long[]> batch) {
        int length = batch.stream().mapToInt(ids -> ids.length).max().orElse(0);
        LongBuffer ids = LongBuffer.allocate(batch.size() * length);
        LongBuffer mask = LongBuffer.allocate(batch.size() * length);
        for (int text = 0; text < batch.size(); text++) {
            // What stands in the padding does not matter: the mask keeps every token from seeing it.
            ids.put(text * length, batch.get(text));
            for (int token = 0; token < batch.get(text).length; token++) {
                mask.put(text * length + token, 1);
            }
        }
        long[] shape = {batch.size(), length};
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            for (String name : session.getInputNames()) {
                LongBuffer values = switch (name) {
                    case IDS -> ids;
                    case MASK -> mask;
                    default -> LongBuffer.allocate(batch.size() * length);
                };
                inputs.put(name, OnnxTensor.createTensor(environment, values, shape));
            }
            try (OrtSession.Result result = session.run(inputs, java.util.Set.of(output))) {
                return vectors((OnnxTensor) result.get(0), batch, length);
            }
        } catch (OrtException e) {
            throw new ModelException(
                    ModelException.Kind.FAILED,
                    folder.name() + " failed on " + batch.size() + " texts of up to " + length + " tokens: "
                            + e.getMessage(),
                    e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private List<float[]> vectors(OnnxTensor tensor, List<long[]> batch, int length) {
        long[] shape = tensor.getInfo().getShape();
        boolean pooled = shape.length == 2 && shape[0] == batch.size();
        boolean states = shape.length == 3 && shape[0] == batch.size() && shape[1] == length;
        if (!pooled && !states) {
            throw new CheckpointException(
                    folder.onnx(),
                    "gave " + output + " the shape " + java.util.Arrays.toString(shape) + ", expected [" + batch.size()
                            + ", " + length + ", dimensions] or [" + batch.size() + ", dimensions]");
        }
        int dimensions = Math.toIntExact(shape[shape.length - 1]);
        FloatBuffer values = tensor.getFloatBuffer();
        if (values == null) {
            throw new CheckpointException(
                    folder.onnx(), "gives " + output + " as " + tensor.getInfo().type + ", expected floats");
        }
        List<float[]> vectors = new ArrayList<>(batch.size());
        for (int text = 0; text < batch.size(); text++) {
            vectors.add(
                    pooled
                            ? Pooling.CLS.pool(values, text, 1, 1, dimensions)
                            : folder.pooling().pool(values, text, length, batch.get(text).length, dimensions));
        }
        return vectors;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new ModelException(ModelException.Kind.FAILED, "ONNX Runtime session: " + e.getMessage(), e);
        }
    }
}
