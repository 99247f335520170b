package io.alltools.trajectories.packing;

import io.alltools.agent.Json;
import io.alltools.trajectories.export.ColumnType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Packs tokenized sequences, rows of {@link io.alltools.trajectories.export.TokensFormat}.
 *
 * <pre>{@code
 * try (Packer packer = new Packer(Packing.LONG_ALIGN, scratch)) {
 *     rows.forEach(packer::add);
 *     packer.packs(row -> out.println(Json.write(row)));
 * }
 * }</pre>
 *
 * <p>The tokens wait on disk; the heap holds 16 bytes a sequence and one pack. Used once, by one thread.
 */
public final class Packer implements AutoCloseable {

    /** What the rows of {@link #packs} hold. */
    public static final ColumnType.Fields PACKS = ColumnType.fields()
            .with("ids", ColumnType.list(ColumnType.Scalar.TEXT))
            .with("input_ids", ColumnType.list(ColumnType.Scalar.INTEGER))
            .with("labels", ColumnType.list(ColumnType.Scalar.INTEGER))
            .with("loss_weights", ColumnType.list(ColumnType.Scalar.NUMBER))
            .with("cu_seqlens", ColumnType.list(ColumnType.Scalar.INTEGER));

    /** What those of {@link #sortedBatches} hold. */
    public static final ColumnType.Fields BATCHES = ColumnType.fields()
            .with("id", ColumnType.Scalar.TEXT)
            .with("batch", ColumnType.Scalar.INTEGER)
            .with("input_ids", ColumnType.list(ColumnType.Scalar.INTEGER))
            .with("labels", ColumnType.list(ColumnType.Scalar.INTEGER));

    /** What transformers' cross entropy leaves out. */
    private static final int IGNORED = -100;

    private final Packing packing;
    private final SequenceStore store;
    private int tooLong;
    private int cut;
    private int nothingToLearn;

    /** Takes rows. */
    @FunctionalInterface
    public interface Rows {
        void add(ObjectNode row) throws IOException;
    }

    /** @param scratch an empty folder */
    public Packer(Packing packing, Path scratch) throws IOException {
        this.packing = packing;
        this.store = new SequenceStore(scratch.resolve("sequences"));
    }

    /**
     * @param row with {@code input_ids}, {@code loss_mask} of the same length and {@code id}
     * @throws IllegalArgumentException when it is not of that form, or is too long and that is refused
     */
    public void add(JsonNode row) throws IOException {
        String id = row.path("id").asString("");
        JsonNode ids = row.path("input_ids");
        JsonNode mask = row.path("loss_mask");
        if (!ids.isArray() || mask.size() != ids.size()) {
            throw new IllegalArgumentException(
                    "the row \"" + id + "\" has " + ids.size() + " input_ids and " + mask.size()
                            + " places of loss_mask: expected as many of each, as the format \"tokens\" has them");
        }
        int length = ids.size();
        if (length > packing.length()) {
            switch (packing.tooLong()) {
                case REFUSE ->
                    throw new IllegalArgumentException("the row \"" + id + "\" has " + length
                            + " tokens: expected at most " + packing.length()
                            + "; make packs longer, or let long sequences be skipped or cut");
                case SKIP -> {
                    tooLong++;
                    return;
                }
                case CUT -> length = packing.length();
            }
        }
        int[] tokens = new int[length];
        int targets = 0;
        for (int i = 0; i < length; i++) {
            int token = ids.get(i).asInt();
            // Nothing comes before the first token of a sequence that it could be predicted from.
            boolean trained = i > 0 && mask.get(i).asInt() == 1;
            targets += trained ? 1 : 0;
            tokens[i] = trained ? ~token : token;
        }
        if (targets == 0) {
            nothingToLearn++;
            return;
        }
        cut += length < ids.size() ? 1 : 0;
        store.add(id, tokens, targets);
    }

    /**
     * Writes one row for each pack: {@code {"ids", "input_ids", "labels", "loss_weights", "cu_seqlens"}}.
     *
     * <p>{@code cu_seqlens} are the cumulative lengths 0, l₁, l₁+l₂, … that variable-length attention takes; positions
     * begin anew at each. The weight of a trained token of sequence i is K/(Nᵢ·M) with K packs, M sequences and its Nᵢ
     * trained tokens, so that the mean over packs of the weighted sum of token losses is the mean over sequences of the
     * mean over their tokens.
     */
    public Packing.Report packs(Rows out) throws IOException {
        int[] packOf = PackPlan.packs(store.lengths(), packing.length(), packing.strategy());
        int packs = Arrays.stream(packOf).max().orElse(-1) + 1;
        int[][] members = members(packOf, packs);
        for (int[] pack : members) {
            out.add(row(pack, packs));
        }
        return report(packs);
    }

    /**
     * Writes one row for each sequence: {@code {"id", "batch", "input_ids", "labels"}}, batches of similar length one
     * after the other in random order.
     */
    public Packing.Report sortedBatches(int batchSize, long seed, Rows out) throws IOException {
        int[][] batches = PackPlan.sortedBatches(store.lengths(), batchSize, seed);
        for (int batch = 0; batch < batches.length; batch++) {
            for (int sequence : batches[batch]) {
                SequenceStore.Sequence read = store.read(sequence);
                ObjectNode row = Json.object().put("id", read.id()).put("batch", batch);
                ArrayNode ids = row.putArray("input_ids");
                ArrayNode labels = row.putArray("labels");
                for (int token : read.tokens()) {
                    ids.add(id(token));
                    labels.add(token < 0 ? ~token : IGNORED);
                }
                out.add(row);
            }
        }
        return report(0);
    }

    private ObjectNode row(int[] sequences, int packs) throws IOException {
        ObjectNode row = Json.object();
        ArrayNode names = row.putArray("ids");
        ArrayNode ids = row.putArray("input_ids");
        ArrayNode labels = row.putArray("labels");
        ArrayNode weights = row.putArray("loss_weights");
        ArrayNode ends = row.putArray("cu_seqlens").add(0);
        for (int sequence : sequences) {
            SequenceStore.Sequence read = store.read(sequence);
            double weight = packs / ((double) read.targets() * store.size());
            names.add(read.id());
            for (int token : read.tokens()) {
                ids.add(id(token));
                labels.add(token < 0 ? ~token : IGNORED);
                weights.add(token < 0 ? weight : 0);
            }
            ends.add(ids.size());
        }
        return row;
    }

    private static int id(int token) {
        return token < 0 ? ~token : token;
    }

    private static int[][] members(int[] packOf, int packs) {
        int[] sizes = new int[packs];
        for (int pack : packOf) {
            sizes[pack]++;
        }
        int[][] members = IntStream.of(sizes).mapToObj(int[]::new).toArray(int[][]::new);
        Arrays.fill(sizes, 0);
        for (int i = 0; i < packOf.length; i++) {
            members[packOf[i]][sizes[packOf[i]]++] = i;
        }
        return members;
    }

    private Packing.Report report(int packs) {
        return new Packing.Report(store.size(), packs, store.tokens(), store.targets(), tooLong, cut, nothingToLearn);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
