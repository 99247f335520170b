package io.alltools.tools.retrieval;

import io.alltools.agent.EmbeddingModel;
import io.alltools.agent.ModelException;
import io.alltools.tools.retrieval.PassageIndex.Changes;
import io.alltools.tools.retrieval.PassageIndex.Known;
import io.alltools.tools.retrieval.PassageIndex.View;
import io.alltools.tools.retrieval.SourceFolder.Stamp;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder's documents and the index of their passages, which is kept and follows the folder: a file is read again when
 * its size or date changed. Several processes may use one index; one of them changes it at a time.
 */
final class KnowledgeBase implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KnowledgeBase.class);

    /** Part of the index's name: one that was written in another way is not opened. */
    private static final String FORMAT = "1";

    /** Files read between commits: work that a killed process does not lose. */
    private static final int COMMIT_FILES = 64;

    private static final long WAIT_MILLIS = 100;

    /** How long a search waits for files to be read anew before it takes the index as it is. */
    private static final long PATIENCE_SECONDS = 20;

    private final SourceFolder folder;
    private final Path root;
    private final RetrievalSettings settings;
    private final PassageIndex index;

    /** A thread of its own: an interrupt of a call would close the files that Lucene writes. */
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("retrieval").factory());

    private final Map<String, Stamp> unreadable = new HashMap<>();
    private volatile @Nullable View view;
    private @Nullable Future<View> refresh;
    private long looked;

    /** @throws IOException when the folder can't be read, or the index's can't be made */
    KnowledgeBase(Path folder, RetrievalSettings settings, @Nullable EmbeddingModel model) throws IOException {
        this.root = folder.toRealPath();
        // Told now, and not by the first search.
        Files.newDirectoryStream(root).close();
        this.folder = new SourceFolder(root, settings);
        this.settings = settings;
        Path place = settings.indexFolder().resolve(key(root, settings, model));
        createPrivately(place);
        this.index = new PassageIndex(place, model);
    }

    /** What a search found, among how many passages. */
    record Found(List<DocumentReader.Excerpt> excerpts, int passages) {}

    /** Begins to read what is new; a search would do that too, and wait for it. */
    void warmUp() {
        refresh(false);
    }

    /**
     * The best passages first, of the documents as they are now, or were {@link RetrievalSettings#freshness} ago.
     *
     * @throws io.alltools.agent.ModelException when the embedding model fails
     */
    Found search(String query, int count) throws IOException, InterruptedException {
        View current = fresh();
        try {
            return found(current, query, count);
        } catch (IOException e) {
            if (!isBroken(e)) {
                throw e;
            }
            log.warn("the index of {} is broken and is built anew: {}", root, e.toString());
            return found(await(refresh(true)), query, count);
        }
    }

    @Override
    public void close() throws IOException {
        reader.shutdownNow();
        try {
            if (!reader.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("{} is still being read", root);
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        View last = view;
        if (last != null) {
            last.release();
        }
        index.close();
    }

    private Found found(View start, String query, int count) throws IOException, InterruptedException {
        View current = start;
        while (!current.hold()) {
            // Another one has just come in its place.
            current = fresh();
        }
        try {
            return new Found(current.search(query, count), current.passages());
        } finally {
            current.release();
        }
    }

    private View fresh() throws IOException, InterruptedException {
        View known = view;
        synchronized (this) {
            if (known != null
                    && System.nanoTime() - looked < settings.freshness().toNanos()) {
                return known;
            }
        }
        Future<View> newer = refresh(false);
        if (known == null) {
            return await(newer);
        }
        try {
            newer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            log.info("{} is still being read; what was read before is searched", root);
            View present = view;
            return present == null ? await(newer) : present;
        } catch (ExecutionException e) {
            throw failure(e);
        }
        return await(newer);
    }

    private synchronized Future<View> refresh(boolean anew) {
        Future<View> running = refresh;
        if (!anew && running != null && !running.isDone()) {
            return running;
        }
        Future<View> started = reader.submit(() -> {
            View newest = updated(folder.files(), anew);
            synchronized (this) {
                looked = System.nanoTime();
            }
            return newest;
        });
        refresh = started;
        return started;
    }

    private static View await(Future<View> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static IOException failure(ExecutionException e) {
        return switch (e.getCause()) {
            case ModelException model -> throw model;
            case IOException failure -> failure;
            case null, default -> throw new IllegalStateException("the documents could not be read", e.getCause());
        };
    }

    /** Brings the index up to date, or takes it as it is while another process does that. */
    private View updated(SortedMap<String, Stamp> files, boolean anew) throws IOException, InterruptedException {
        files.entrySet().removeIf(file -> file.getValue().equals(unreadable.get(file.getKey())));
        boolean create = anew;
        while (true) {
            View current = null;
            try {
                current = create ? replaced(null) : reopened();
            } catch (IOException e) {
                if (!isBroken(e)) {
                    throw e;
                }
                log.warn("the index of {} is broken and is built anew: {}", root, e.toString());
                create = true;
                replaced(null);
            }
            if (current != null && isCurrent(files, current.files())) {
                return current;
            }
            Optional<Changes> changes = index.change(create);
            if (changes.isPresent()) {
                try (Changes open = changes.get()) {
                    // Who held it until now may have done it all.
                    View before = create ? null : reopened();
                    update(open, files, before == null ? Map.of() : before.files());
                }
                return Objects.requireNonNull(reopened(), "an index that was just written");
            }
            if (current != null) {
                return current;
            }
            Thread.sleep(WAIT_MILLIS);
        }
    }

    private @Nullable View reopened() throws IOException {
        View known = view;
        return replaced(known == null ? index.open().orElse(null) : index.newest(known));
    }

    private @Nullable View replaced(@Nullable View newest) throws IOException {
        View known = view;
        view = newest;
        if (known != null && known != newest) {
            known.release();
        }
        return newest;
    }

    private static boolean isCurrent(Map<String, Stamp> files, Map<String, Known> known) {
        return files.size() == known.size()
                && files.entrySet().stream().allMatch(file -> isSame(file.getValue(), known.get(file.getKey())));
    }

    private static boolean isSame(Stamp stamp, @Nullable Known known) {
        return known != null && known.stamp().equals(stamp);
    }

    private void update(Changes changes, Map<String, Stamp> files, Map<String, Known> known)
            throws IOException, InterruptedException {
        for (String name : known.keySet()) {
            if (!files.containsKey(name)) {
                changes.remove(name);
            }
        }
        int read = 0;
        for (Map.Entry<String, Stamp> file : files.entrySet()) {
            Known before = known.get(file.getKey());
            if (!isSame(file.getValue(), before)) {
                update(changes, file.getKey(), file.getValue(), before);
                if (++read % COMMIT_FILES == 0) {
                    changes.commit();
                    log.info("{}: {} of {} files read", root, read, files.size());
                }
            }
        }
        changes.commit();
    }

    private void update(Changes changes, String name, Stamp stamp, @Nullable Known before)
            throws IOException, InterruptedException {
        byte[] content;
        try {
            content = Files.readAllBytes(folder.file(name));
        } catch (ClosedByInterruptException e) {
            throw interrupted(name);
        } catch (IOException e) {
            log.warn("{} is left out of the knowledge base: it can't be read ({})", folder.file(name), e.toString());
            unreadable.put(name, stamp);
            changes.remove(name);
            return;
        }
        Known known = new Known(stamp, sha256(content));
        if (before != null && before.hash().equals(known.hash())) {
            changes.touch(name, known);
            return;
        }
        changes.put(name, known, excerpts(name, content));
    }

    /** A file that holds something else than it should is known too, and tried again when it changes. */
    private List<DocumentReader.Excerpt> excerpts(String name, byte[] content) throws InterruptedException {
        try {
            return DocumentReader.read(name, content, settings.passageCharacters());
        } catch (InterruptedIOException e) {
            throw interrupted(name);
        } catch (IOException e) {
            log.warn("{} is left out of the knowledge base: {}", folder.file(name), String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private static InterruptedException interrupted(String name) {
        Thread.interrupted();
        return new InterruptedException("while " + name + " was read");
    }

    /** Not what a full disk or a missing permission says. */
    private static boolean isBroken(IOException e) {
        return e instanceof CorruptIndexException
                || e instanceof IndexFormatTooOldException
                || e instanceof IndexFormatTooNewException
                || e instanceof EOFException
                || e instanceof FileNotFoundException
                || e instanceof NoSuchFileException;
    }

    /** Vectors of another model and passages of another length are another index. */
    private static String key(Path root, RetrievalSettings settings, @Nullable EmbeddingModel model) {
        String what = String.join(
                "\n",
                FORMAT,
                root.toString(),
                Integer.toString(settings.passageCharacters()),
                model == null ? "" : model.name() + " " + model.dimensions());
        return sha256(what.getBytes(StandardCharsets.UTF_8)).substring(0, 24);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** It holds what the documents say. */
    private static void createPrivately(Path place) throws IOException {
        Files.createDirectories(place);
        if (Files.getFileStore(place).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
