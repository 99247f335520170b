package io.alltools.tools.python.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A file in the session's folder: what it grows by is taken from the folder's quota. */
final class BudgetedChannel implements SeekableByteChannel {

    private final SeekableByteChannel channel;
    private final FolderQuota quota;

    BudgetedChannel(SeekableByteChannel channel, FolderQuota quota) {
        this.channel = channel;
        this.quota = quota;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        // A seek far beyond the end makes a sparse file that costs nothing yet is counted as if it were written.
        quota.grow(Math.max(0, channel.position() + source.remaining() - channel.size()));
        return channel.write(source);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public long position() throws IOException {
        return channel.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        channel.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
        channel.truncate(size);
        return this;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        quota.closed(channel);
        channel.close();
    }
}
