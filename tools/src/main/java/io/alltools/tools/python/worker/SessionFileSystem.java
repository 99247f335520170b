package io.alltools.tools.python.worker;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.graalvm.polyglot.io.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * The only files that Python code sees: the session's folder as {@code /mnt/data}.
 *
 * <p>Beside it, Python's own library and packages can be read under the names that they have on a Linux system; they
 * are shared by all sessions, so nothing there can be changed. Every path is made absolute against the working
 * directory, normalised and mapped into the folder; anything else is refused. Links can't be made, and a link that
 * somebody else put into the folder is followed only when it ends inside. A race with another process that swaps a
 * folder for a link is not guarded against: nothing that a session runs can make links. What the folder may hold is
 * limited by a {@link FolderQuota}.
 */
final class SessionFileSystem implements FileSystem {

    static final Path MOUNT = Path.of("/mnt/data");
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);
    private static final Set<String> SETTABLE =
            Set.of("lastModifiedTime", "lastAccessTime", "creationTime", "permissions", "mode");

    private final FolderQuota quota;
    private final List<ReadOnlyFolder> shared;
    private volatile @Nullable Path folder;
    private volatile Path workingDirectory = MOUNT;

    /**
     * @param quota what the session's folder may hold
     * @param shared what can be read beside it
     */
    SessionFileSystem(FolderQuota quota, List<ReadOnlyFolder> shared) {
        this.quota = quota;
        this.shared = List.copyOf(shared);
    }

    /** Makes {@code folder} the content of {@code /mnt/data}; before, there are no files at all. */
    void open(Path folder) throws IOException {
        Path real = folder.toRealPath();
        this.folder = real;
        quota.open(real);
    }

    @Override
    public Path parsePath(URI uri) {
        return Path.of(uri);
    }

    @Override
    public Path parsePath(String path) {
        return Path.of(path);
    }

    @Override
    public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... options) throws IOException {
        if (isAboveMount(path)) {
            if (modes.contains(AccessMode.WRITE)) {
                throw refused(path);
            }
            return;
        }
        Path host = modes.contains(AccessMode.WRITE) ? host(path) : readable(path);
        host.getFileSystem().provider().checkAccess(host, modes.toArray(new AccessMode[0]));
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
        Path host = host(path);
        quota.addFile();
        Files.createDirectory(host, attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        Path host = host(path);
        if (host.equals(folder)) {
            throw refused(path);
        }
        quota.touch();
        Files.delete(host);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        boolean reads = options.isEmpty() || options.equals(READ);
        Path host = reads ? readable(path) : host(path);
        // Python's library is read before there is a session too.
        Path session = folder;
        if (session == null || !host.startsWith(session)) {
            return Files.newByteChannel(host, options);
        }
        if (!reads) {
            quota.touch();
            if (!Files.exists(host)) {
                quota.addFile();
            }
        }
        SeekableByteChannel channel = Files.newByteChannel(host, options, attributes);
        quota.opened(channel, host);
        return new BudgetedChannel(channel, quota);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        Path visible = toAbsolutePath(directory);
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(readable(directory))) {
            for (Path entry : stream) {
                Path shown = visible.resolve(entry.getFileName());
                if (filter.accept(shown)) {
                    entries.add(shown);
                }
            }
        }
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return entries.iterator();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Path toAbsolutePath(Path path) {
        return workingDirectory.resolve(path);
    }

    @Override
    public Path toRealPath(Path path, LinkOption... options) throws IOException {
        if (isAboveMount(path)) {
            return normal(path);
        }
        Optional<ReadOnlyFolder> folder = shared(normal(path));
        if (folder.isPresent()) {
            return folder.get().shown(readable(path).toRealPath(options));
        }
        return MOUNT.resolve(root().relativize(host(path).toRealPath(options)));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        // What stands above the mount looks like plain folders, so that code can walk down to it.
        return Files.readAttributes(isAboveMount(path) ? placeholder() : readable(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        if (!SETTABLE.contains(attribute.substring(attribute.indexOf(':') + 1))) {
            throw refused(path);
        }
        Files.setAttribute(host(path), attribute, value, options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        if (host(source).equals(folder)) {
            throw refused(source);
        }
        quota.touch();
        Files.move(host(source), host(target), options);
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
        throw refused(link);
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) throws IOException {
        throw refused(link);
    }

    @Override
    public void setCurrentWorkingDirectory(Path directory) {
        try {
            Path host = host(directory);
            if (!Files.isDirectory(host)) {
                throw new NotDirectoryException(directory.toString());
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("no such folder: " + directory, e);
        }
        workingDirectory = normal(directory);
    }

    @Override
    public Path getTempDirectory() {
        return MOUNT;
    }

    private Path normal(Path path) {
        return toAbsolutePath(path).normalize();
    }

    private boolean isAboveMount(Path path) {
        Path normal = normal(path);
        return !normal.equals(MOUNT) && MOUNT.startsWith(normal)
                || shared.stream()
                        .anyMatch(folder ->
                                !folder.holds(normal) && folder.shown().startsWith(normal));
    }

    private Optional<ReadOnlyFolder> shared(Path normal) {
        return shared.stream().filter(folder -> folder.holds(normal)).findFirst();
    }

    /** Some folder: Python's library is looked for before there is a session. */
    private Path placeholder() {
        Path session = folder;
        return session == null ? shared.getFirst().real() : session;
    }

    private Path root() throws IOException {
        Path root = folder;
        if (root == null) {
            throw new NoSuchFileException(MOUNT.toString());
        }
        return root;
    }

    /** The real file of a path to read from: in the session's folder or in one that is shared. */
    private Path readable(Path path) throws IOException {
        Path normal = normal(path);
        Optional<ReadOnlyFolder> folder = shared(normal);
        return folder.isPresent() ? folder.get().real(normal) : host(path);
    }

    /** The real file of a path that the code sees; it and all links on the way lie inside the session's folder. */
    private Path host(Path path) throws IOException {
        Path root = root();
        Path normal = normal(path);
        if (!normal.startsWith(MOUNT)) {
            throw refused(path);
        }
        Path host = root.resolve(MOUNT.relativize(normal).toString()).normalize();
        Path existing = host;
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            Path parent = existing.getParent();
            if (parent == null) {
                throw refused(path);
            }
            existing = parent;
        }
        // A link whose end does not exist has no real path: it could be used to create a file outside.
        if (!Files.exists(existing) || !existing.toRealPath().startsWith(root)) {
            throw refused(path);
        }
        return host;
    }

    private static AccessDeniedException refused(Path path) {
        return new AccessDeniedException(path.toString(), null, "only " + MOUNT + " can be used");
    }
}
