package io.alltools.tools.python.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much a session's folder may hold, and what a cell has changed in it.
 *
 * <p>The folder is walked when a cell first changes something and when the quota seems used up; in between only growth
 * is counted, so that removed files give their room back at the next walk. A file that was removed while it is open
 * still takes room and is counted.
 */
final class FolderQuota {

    /** GraalPy makes ENOSPC of exactly this text. */
    private static final String FULL = "No space left on device";

    private record Entry(long size, FileTime modified) {}

    private final long maxBytes;
    private final int maxFiles;
    private final Map<SeekableByteChannel, Object> open = new HashMap<>();
    private @Nullable Path root;
    private @Nullable Map<Path, Entry> before;
    private long bytes;
    private long files;

    FolderQuota(long maxBytes, int maxFiles) {
        this.maxBytes = maxBytes;
        this.maxFiles = maxFiles;
    }

    synchronized void open(Path folder) {
        root = folder;
        before = null;
    }

    /** Called before anything in the folder is changed. */
    synchronized void touch() throws IOException {
        if (before == null) {
            before = walk();
        }
    }

    /** @throws IOException when the folder may not grow by {@code count} bytes */
    synchronized void grow(long count) throws IOException {
        touch();
        if (count > maxBytes - bytes) {
            walk();
            if (count > maxBytes - bytes) {
                throw new IOException(FULL);
            }
        }
        bytes += count;
    }

    /** @throws IOException when the folder may not have one more file or folder */
    synchronized void addFile() throws IOException {
        touch();
        if (files >= maxFiles) {
            walk();
            if (files >= maxFiles) {
                throw new IOException(FULL);
            }
        }
        files++;
    }

    synchronized void opened(SeekableByteChannel channel, Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        if (key != null) {
            open.put(channel, key);
        }
    }

    synchronized void closed(SeekableByteChannel channel) {
        open.remove(channel);
    }

    /** The files that were made or changed since the last call, as {@code SIZE PATH}; the paths are relative. */
    synchronized List<String> changes() throws IOException {
        Map<Path, Entry> old = before;
        Path folder = root;
        if (old == null || folder == null) {
            return List.of();
        }
        Map<Path, Entry> now = walk();
        before = null;
        return now.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(old.get(entry.getKey())))
                .map(entry -> entry.getValue().size() + " " + folder.relativize(entry.getKey()))
                .toList();
    }

    private Map<Path, Entry> walk() throws IOException {
        Path folder = root;
        if (folder == null) {
            throw new NoSuchFileException(SessionFileSystem.MOUNT.toString());
        }
        Map<Path, Entry> found = new TreeMap<>();
        Set<Object> keys = new HashSet<>();
        bytes = 0;
        files = -1; // the folder itself is none of its files
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                files++;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files++;
                bytes += attributes.size();
                Object key = attributes.fileKey();
                if (key != null) {
                    keys.add(key);
                }
                if (attributes.isRegularFile()) {
                    found.put(file, new Entry(attributes.size(), attributes.lastModifiedTime()));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        open.forEach((channel, key) -> {
            if (!keys.contains(key)) {
                bytes += size(channel);
            }
        });
        return found;
    }

    private static long size(SeekableByteChannel channel) {
        try {
            return channel.isOpen() ? channel.size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("can't tell the size of an open file", e);
        }
    }
}
