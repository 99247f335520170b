package io.alltools.trajectories.packing;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Sequences on disk, read back by number. */
final class SequenceStore implements AutoCloseable {

    private final FileChannel channel;
    private long[] offsets = new long[256];
    private int[] lengths = new int[256];
    private int size;
    private long end;
    private long tokens;
    private long targets;

    /** @param tokens ids; the complement (~id) of those that are trained on */
    @SuppressWarnings("ArrayRecordComponent") // Hot; made once and read only.
    record Sequence(String id, int[] tokens, int targets) {}

    SequenceStore(Path file) throws IOException {
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    void add(String id, int[] sequence, int trained) throws IOException {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + name.length + sequence.length * Integer.BYTES);
        bytes.putInt(trained).putInt(name.length).put(name);
        for (int token : sequence) {
            bytes.putInt(token);
        }
        bytes.flip();
        if (size == offsets.length) {
            int longer = Math.addExact(size, size >> 1);
            offsets = Arrays.copyOf(offsets, longer);
            lengths = Arrays.copyOf(lengths, longer);
        }
        offsets[size] = end;
        lengths[size++] = sequence.length;
        end += bytes.remaining();
        tokens += sequence.length;
        targets += trained;
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    int size() {
        return size;
    }

    long tokens() {
        return tokens;
    }

    long targets() {
        return targets;
    }

    int[] lengths() {
        return Arrays.copyOf(lengths, size);
    }

    Sequence read(int number) throws IOException {
        long to = number + 1 < size ? offsets[number + 1] : end;
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - offsets[number]));
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offsets[number] + bytes.position()) < 0) {
                throw new EOFException("the scratch file of sequences was cut off while it was read");
            }
        }
        bytes.flip();
        int trained = bytes.getInt();
        byte[] name = new byte[bytes.getInt()];
        bytes.get(name);
        int[] sequence = new int[lengths[number]];
        bytes.asIntBuffer().get(sequence);
        return new Sequence(new String(name, StandardCharsets.UTF_8), sequence, trained);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
