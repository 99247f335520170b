package io.alltools.trajectories.shell.file;

import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A thing in the file system. Names and contents are bytes; a name is held as a string of one character per byte
 * (ISO-8859-1), so that it sorts as in the C locale and nothing is lost.
 */
public abstract sealed class Inode {

    public static final int SET_USER = 04000;
    public static final int SET_GROUP = 02000;
    public static final int STICKY = 01000;
    public static final int ALL_BITS = 07777;

    private final int number;
    private int mode;
    private int owner;
    private int group;
    private int links;
    // Milliseconds since 1970, by the machine's own clock.
    private long modified;
    private long accessed;
    private long changed;

    Inode(int number, int mode, int owner, int group, long now) {
        this.number = number;
        this.mode = mode & ALL_BITS;
        this.owner = owner;
        this.group = group;
        this.modified = now;
        this.accessed = now;
        this.changed = now;
    }

    public int number() {
        return number;
    }

    /** Permission bits with set-user, set-group and sticky. */
    public int mode() {
        return mode;
    }

    public int owner() {
        return owner;
    }

    public int group() {
        return group;
    }

    public int links() {
        return links;
    }

    public long modified() {
        return modified;
    }

    public long accessed() {
        return accessed;
    }

    public long changed() {
        return changed;
    }

    /** Bytes, as {@code stat} gives them. */
    public abstract long size();

    /** {@code -}, {@code d}, {@code l} or {@code c}. */
    public abstract char type();

    void setMode(int mode, long now) {
        this.mode = mode & ALL_BITS;
        changed = now;
    }

    void setOwner(int owner, int group, long now) {
        this.owner = owner;
        this.group = group;
        changed = now;
    }

    void setTimes(long accessed, long modified, long now) {
        this.accessed = accessed;
        this.modified = modified;
        changed = now;
    }

    void touched(long now) {
        modified = now;
        changed = now;
    }

    void addLinks(int count) {
        links += count;
    }

    /** A directory. */
    public static final class Folder extends Inode {

        /** What a folder takes on an ext4 disk. */
        private static final int SIZE = 4096;

        private final TreeMap<String, Inode> entries = new TreeMap<>();
        private Folder parent = this;

        Folder(int number, int mode, int owner, int group, long now) {
            super(number, mode, owner, group, now);
        }

        /** In byte order, without {@code .} and {@code ..}. */
        public SortedMap<String, Inode> entries() {
            return Collections.unmodifiableSortedMap(entries);
        }

        /** Itself for the root. */
        public Folder parent() {
            return parent;
        }

        @Override
        public long size() {
            return SIZE;
        }

        @Override
        public char type() {
            return 'd';
        }

        void put(String name, Inode child, long now) {
            entries.put(name, child);
            if (child instanceof Folder folder) {
                folder.parent = this;
            }
            touched(now);
        }

        void remove(String name, long now) {
            entries.remove(name);
            touched(now);
        }
    }

    /** A regular file. */
    public static final class RegularFile extends Inode {

        private byte[] content = new byte[0];
        private int length;

        RegularFile(int number, int mode, int owner, int group, long now) {
            super(number, mode, owner, group, now);
        }

        @Override
        public long size() {
            return length;
        }

        @Override
        public char type() {
            return '-';
        }

        /** A copy. */
        public byte[] bytes() {
            return Arrays.copyOf(content, length);
        }

        int read(int position, byte[] target, int offset, int count) {
            int n = Math.min(count, length - position);
            if (n <= 0) {
                return 0;
            }
            System.arraycopy(content, position, target, offset, n);
            return n;
        }

        void append(byte[] source, int offset, int count) {
            if (length + count > content.length) {
                content = Arrays.copyOf(content, Math.max(length + count, length * 2));
            }
            System.arraycopy(source, offset, content, length, count);
            length += count;
        }

        void resize(int size) {
            if (size > content.length) {
                content = Arrays.copyOf(content, size);
            } else if (size < length) {
                Arrays.fill(content, size, length, (byte) 0);
            }
            length = size;
        }
    }

    /** A symbolic link. */
    public static final class Link extends Inode {

        private final String target;

        Link(int number, String target, int owner, int group, long now) {
            super(number, 0777, owner, group, now);
            this.target = target;
        }

        public String target() {
            return target;
        }

        @Override
        public long size() {
            return target.length();
        }

        @Override
        public char type() {
            return 'l';
        }
    }

    /** A character device. */
    public static final class Device extends Inode {

        /** What it does. */
        public enum Kind {
            NULL,
            ZERO,
            STDIN,
            STDOUT,
            STDERR
        }

        private final Kind kind;

        Device(int number, Kind kind, long now) {
            super(number, 0666, 0, 0, now);
            this.kind = kind;
        }

        public Kind kind() {
            return kind;
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public char type() {
            return 'c';
        }
    }
}
