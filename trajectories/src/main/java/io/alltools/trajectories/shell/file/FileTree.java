package io.alltools.trajectories.shell.file;

import java.util.function.LongSupplier;

/**
 * A file system in memory, with quotas. It is one of its own and not a {@link java.nio.file.FileSystem}: that has no
 * set-user, set-group and sticky bits, no numeric owners, and does not hold anybody to the permissions, all of which
 * tasks of a shell ask about.
 */
public final class FileTree {

    /**
     * How much there may be.
     *
     * @param bytes all contents together
     * @param inodes files, folders and links together
     * @param depth folders within each other
     */
    public record Quota(long bytes, int inodes, int depth) {

        public static final Quota DEFAULT = new Quota(16L << 20, 20_000, 100);
    }

    private final Quota quota;
    private final LongSupplier clock;
    private final Inode.Folder root;
    private long bytes;
    private int inodes;
    private int lastNumber = 1;

    /** @param clock milliseconds since 1970 */
    public FileTree(Quota quota, LongSupplier clock) {
        this.quota = quota;
        this.clock = clock;
        root = new Inode.Folder(nextNumber("/"), 0755, 0, 0, clock.getAsLong());
        root.addLinks(2);
    }

    public Inode.Folder root() {
        return root;
    }

    public Quota quota() {
        return quota;
    }

    public long usedBytes() {
        return bytes;
    }

    public int usedInodes() {
        return inodes;
    }

    long now() {
        return clock.getAsLong();
    }

    Inode.Folder newFolder(String path, int mode, int owner, int group) {
        return new Inode.Folder(nextNumber(path), mode, owner, group, now());
    }

    Inode.RegularFile newFile(String path, int mode, int owner, int group) {
        return new Inode.RegularFile(nextNumber(path), mode, owner, group, now());
    }

    Inode.Link newLink(String path, String target, int owner, int group) {
        return new Inode.Link(nextNumber(path), target, owner, group, now());
    }

    Inode.Device newDevice(String path, Inode.Device.Kind kind) {
        return new Inode.Device(nextNumber(path), kind, now());
    }

    void append(Inode.RegularFile file, String path, byte[] source, int offset, int count) {
        reserve(path, count);
        file.append(source, offset, count);
        file.touched(now());
    }

    void resize(Inode.RegularFile file, String path, long size) {
        reserve(path, size - file.size());
        file.resize((int) size);
        file.touched(now());
    }

    void unlinked(Inode node) {
        node.addLinks(-1);
        if (node.links() <= 0) {
            inodes--;
            bytes -= node instanceof Inode.RegularFile file ? file.size() : 0;
        }
    }

    private void reserve(String path, long more) {
        if (bytes + more > quota.bytes) {
            throw new FileError(FileError.Kind.NO_SPACE, path);
        }
        bytes += more;
    }

    private int nextNumber(String path) {
        if (inodes >= quota.inodes) {
            throw new FileError(FileError.Kind.NO_SPACE, path);
        }
        inodes++;
        return ++lastNumber;
    }
}
