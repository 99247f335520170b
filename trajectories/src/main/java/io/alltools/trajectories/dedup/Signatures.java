package io.alltools.trajectories.dedup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signatures by index. The first ones are held in memory; what is more than fits goes to a file that is mapped, so that
 * the operating system holds what it has room for.
 */
final class Signatures implements AutoCloseable {

    private static final int CHUNK_BYTES = 1 << 22;

    private final Path file;
    private final int width;
    private final int chunkSize;
    private final long maxChunksInMemory;
    private final List<IntBuffer> chunks = new ArrayList<>();
    private @Nullable IntBuffer last;
    private @Nullable FileChannel spilled;

    /**
     * @param width places of a signature
     * @param memoryBytes how much is held in memory, rounded up to 4 MiB
     */
    Signatures(Path scratch, int width, long memoryBytes) {
        this.file = scratch.resolve("signatures");
        this.width = width;
        this.chunkSize = Math.max(1, CHUNK_BYTES / (Integer.BYTES * width));
        this.maxChunksInMemory = Math.max(1, memoryBytes / CHUNK_BYTES);
    }

    /** Those of consecutive indexes from 0. */
    void add(int[] signature) throws IOException {
        IntBuffer into = last;
        if (into == null || !into.hasRemaining()) {
            if (into != null && chunks.size() > maxChunksInMemory) {
                spill(into);
            }
            into = IntBuffer.allocate(chunkSize * width);
            chunks.add(into);
            last = into;
        }
        into.put(signature);
    }

    boolean isSpilled() {
        return spilled != null;
    }

    void read(int index, int[] signature) {
        chunks.get(index / chunkSize).get(index % chunkSize * width, signature);
    }

    private void spill(IntBuffer full) throws IOException {
        FileChannel channel = spilled;
        if (channel == null) {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            spilled = channel;
        }
        ByteBuffer bytes = ByteBuffer.allocate(full.capacity() * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(full.flip());
        long at = channel.size();
        while (bytes.hasRemaining()) {
            channel.write(bytes, at + bytes.position());
        }
        chunks.set(
                chunks.size() - 1,
                channel.map(FileChannel.MapMode.READ_ONLY, at, bytes.capacity())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asIntBuffer());
    }

    @Override
    public void close() throws IOException {
        if (spilled != null) {
            spilled.close();
        }
    }
}
