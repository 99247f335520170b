package io.alltools.trajectories.dedup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Finds the indexes that share a key. Pairs of key and index are sorted in memory; what is more than fits is written to
 * the scratch folder as sorted runs that are merged in the end. Used once, by one thread.
 */
final class KeyRuns {

    private static final int RADIX_BITS = 11;
    private static final int RECORD = Long.BYTES + Integer.BYTES;

    private final Path scratch;
    private final int capacity;
    private final List<Path> runs = new ArrayList<>();
    private long[] keys;
    private int[] indexes;
    private int size;

    /** @param capacity how many pairs are held at most */
    KeyRuns(Path scratch, int capacity) {
        this.scratch = scratch;
        this.capacity = Math.max(1, capacity);
        int first = Math.min(this.capacity, 1 << 12);
        keys = new long[first];
        indexes = new int[first];
    }

    /** @param index not less than the one before */
    void add(long key, int index) throws IOException {
        if (size == capacity) {
            spill();
        }
        if (size == keys.length) {
            int longer = (int) Math.min(capacity, size * 2L);
            keys = Arrays.copyOf(keys, longer);
            indexes = Arrays.copyOf(indexes, longer);
        }
        keys[size] = key;
        indexes[size++] = index;
    }

    int spilledRuns() {
        return runs.size();
    }

    /** Gets two or more indexes that share a key, in rising order. */
    interface Group {
        void members(int[] indexes, int size) throws IOException;
    }

    void forEachGroup(Group group) throws IOException {
        if (runs.isEmpty()) {
            sort();
            int at = 0;
            Members members = new Members(group);
            while (at < size) {
                members.add(keys[at], indexes[at]);
                at++;
            }
            members.finish();
            return;
        }
        if (size > 0) {
            spill();
        }
        keys = new long[0];
        indexes = new int[0];
        merge(group);
    }

    private void merge(Group group) throws IOException {
        PriorityQueue<Run> queue = new PriorityQueue<>();
        List<Run> open = new ArrayList<>();
        try {
            for (int i = 0; i < runs.size(); i++) {
                Run run = new Run(runs.get(i), i);
                open.add(run);
                if (run.next()) {
                    queue.add(run);
                }
            }
            Members members = new Members(group);
            for (Run run = queue.poll(); run != null; run = queue.poll()) {
                members.add(run.key, run.index);
                if (run.next()) {
                    queue.add(run);
                }
            }
            members.finish();
        } finally {
            for (Run run : open) {
                run.channel.close();
            }
        }
    }

    private void spill() throws IOException {
        sort();
        Path file = scratch.resolve("keys-" + runs.size());
        ByteBuffer buffer = ByteBuffer.allocate(RECORD << 13).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < size; i++) {
                buffer.putLong(keys[i]).putInt(indexes[i]);
                if (!buffer.hasRemaining() || i == size - 1) {
                    buffer.flip();
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                    buffer.clear();
                }
            }
        }
        runs.add(file);
        size = 0;
    }

    /** By key, as unsigned; pairs of one key stay in the order of their indexes, because a radix sort is stable. */
    private void sort() {
        long[] toKeys = new long[size];
        int[] toIndexes = new int[size];
        int[] starts = new int[1 << RADIX_BITS];
        for (int shift = 0; shift < Long.SIZE; shift += RADIX_BITS) {
            Arrays.fill(starts, 0);
            for (int i = 0; i < size; i++) {
                starts[digit(keys[i], shift)]++;
            }
            int start = 0;
            for (int i = 0; i < starts.length; i++) {
                int count = starts[i];
                starts[i] = start;
                start += count;
            }
            for (int i = 0; i < size; i++) {
                int to = starts[digit(keys[i], shift)]++;
                toKeys[to] = keys[i];
                toIndexes[to] = indexes[i];
            }
            long[] emptiedKeys = keys;
            int[] emptiedIndexes = indexes;
            keys = toKeys;
            indexes = toIndexes;
            toKeys = emptiedKeys;
            toIndexes = emptiedIndexes;
        }
    }

    private static int digit(long key, int shift) {
        return (int) (key >>> shift) & ((1 << RADIX_BITS) - 1);
    }

    /** Collects what follows each other with the same key. */
    private static final class Members {

        private final Group group;
        private long key;
        private int[] members = new int[16];
        private int size;

        Members(Group group) {
            this.group = group;
        }

        void add(long next, int index) throws IOException {
            if (size > 0 && next != key) {
                finish();
            }
            key = next;
            if (size == members.length) {
                members = Arrays.copyOf(members, size * 2);
            }
            members[size++] = index;
        }

        void finish() throws IOException {
            if (size > 1) {
                group.members(members, size);
            }
            size = 0;
        }
    }

    /** A sorted file, read from its beginning. */
    private static final class Run implements Comparable<Run> {

        private final int number;
        private final FileChannel channel;
        private final ByteBuffer buffer =
                ByteBuffer.allocate(RECORD << 12).order(ByteOrder.LITTLE_ENDIAN).limit(0);
        private long key;
        private int index;

        Run(Path file, int number) throws IOException {
            this.number = number;
            this.channel = FileChannel.open(file, StandardOpenOption.READ);
        }

        boolean next() throws IOException {
            if (!buffer.hasRemaining()) {
                buffer.clear();
                while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                    // Until it is full, or the file ends.
                }
                buffer.flip();
                if (!buffer.hasRemaining()) {
                    return false;
                }
            }
            key = buffer.getLong();
            index = buffer.getInt();
            return true;
        }

        @Override
        public int compareTo(Run other) {
            int byKey = Long.compareUnsigned(key, other.key);
            // An earlier run has the lower indexes.
            return byKey != 0 ? byKey : Integer.compare(number, other.number);
        }
    }
}
