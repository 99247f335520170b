package io.alltools.trajectories.packing;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Which sequences go together: pure functions of their lengths. */
public final class PackPlan {

    private PackPlan() {}

    /** How sequences are put into packs. */
    public enum Strategy {
        /** In their order: a pack is closed when the next sequence does not fit, as LongAlign does it. */
        GREEDY,
        /**
         * The longest first, each into the first pack that has room: fewer packs, at most 11/9 of the fewest possible.
         */
        FIRST_FIT_DECREASING
    }

    /**
     * @param lengths each from 1 to the capacity
     * @return the pack of each sequence; packs count from 0 without a gap
     * @throws IllegalArgumentException when a sequence is empty or does not fit
     */
    public static int[] packs(int[] lengths, int capacity, Strategy strategy) {
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] < 1 || lengths[i] > capacity) {
                throw new IllegalArgumentException("sequence " + i + " has " + lengths[i]
                        + " tokens: expected 1 to the pack's length of " + capacity);
            }
        }
        return switch (strategy) {
            case GREEDY -> greedy(lengths, capacity);
            case FIRST_FIT_DECREASING -> firstFitDecreasing(lengths, capacity);
        };
    }

    private static int[] greedy(int[] lengths, int capacity) {
        int[] packs = new int[lengths.length];
        int pack = 0;
        int used = 0;
        for (int i = 0; i < lengths.length; i++) {
            if (used + lengths[i] > capacity) {
                pack++;
                used = 0;
            }
            packs[i] = pack;
            used += lengths[i];
        }
        return packs;
    }

    private static int[] firstFitDecreasing(int[] lengths, int capacity) {
        int[] packs = new int[lengths.length];
        Rooms rooms = new Rooms(lengths.length, capacity);
        int[] order = byLength(lengths);
        for (int i = order.length - 1; i >= 0; i--) {
            packs[order[i]] = rooms.take(lengths[order[i]]);
        }
        return packs;
    }

    /**
     * Batches of sequences of similar length, in random order.
     *
     * @return the sequences of each batch; the batch of the longest may be smaller than the others
     */
    public static int[][] sortedBatches(int[] lengths, int batchSize, long seed) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size " + batchSize + " is out of range: expected 1 or more");
        }
        int[] order = byLength(lengths);
        int[][] batches = new int[(order.length + batchSize - 1) / batchSize][];
        for (int i = 0; i < batches.length; i++) {
            batches[i] = Arrays.copyOfRange(order, i * batchSize, Math.min(order.length, (i + 1) * batchSize));
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = batches.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int[] swapped = batches[i];
            batches[i] = batches[other];
            batches[other] = swapped;
        }
        return batches;
    }

    /** Indexes by rising length; of equal length in their order. */
    private static int[] byLength(int[] lengths) {
        long[] keys = new long[lengths.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (long) lengths[i] << 32 | i;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    /** The room left in each pack, as a tree of maxima: the first pack with room is found in log time. */
    private static final class Rooms {

        private final int leaves;
        private final int[] most;

        Rooms(int packs, int capacity) {
            leaves = Math.max(1, Integer.highestOneBit(Math.max(1, packs - 1)) << 1);
            most = new int[2 * leaves];
            Arrays.fill(most, capacity);
        }

        int take(int length) {
            int node = 1;
            while (node < leaves) {
                node *= 2;
                if (most[node] < length) {
                    node++;
                }
            }
            most[node] -= length;
            int pack = node - leaves;
            for (node /= 2; node > 0; node /= 2) {
                most[node] = Math.max(most[2 * node], most[2 * node + 1]);
            }
            return pack;
        }
    }
}
