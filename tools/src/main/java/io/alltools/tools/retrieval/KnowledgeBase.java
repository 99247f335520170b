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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
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
    private static final String FORMAT = "2";

    private static final long WAIT_MILLIS = 100;

    private static final long CLOSE_SECONDS = 20;

    private final SourceFolder folder;
    private final Path root;
    private final RetrievalSettings settings;
    private final PassageIndex index;
    private final IndexUpdate update;

    /** A thread of its own: an interrupt of a call would close the files that Lucene writes. */
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("retrieval").factory());

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
        this.update = new IndexUpdate(this.folder, settings);
        Path place = settings.indexFolder().resolve(key(root, settings, model));
        createPrivately(place);
        this.index = new PassageIndex(place, model);
    }

    /**
     * What a search found.
     *
     * @param passages among how many
     * @param complete whether all files were read; otherwise there may be more
     */
    record Found(List<DocumentReader.Excerpt> excerpts, int passages, boolean complete) {}

    /** All files as they are now; what is new begins to be read. */
    List<KnowledgeDocument> documents() throws IOException {
        SortedMap<String, Stamp> files = folder.files();
        View known = view;
        Map<String, Known> read = known == null ? Map.of() : known.files();
        List<KnowledgeDocument> documents = files.entrySet().stream()
                .map(file -> document(file.getKey(), file.getValue(), read.get(file.getKey())))
                .toList();
        boolean behind = documents.stream().anyMatch(document -> document.state() == KnowledgeDocument.State.QUEUED)
                || !files.keySet().containsAll(read.keySet());
        if (behind) {
            refresh(false);
        }
        return documents;
    }

    private KnowledgeDocument document(String name, Stamp stamp, @Nullable Known read) {
        Instant changedAt =
                FileTime.from(stamp.modifiedNanos(), TimeUnit.NANOSECONDS).toInstant();
        String unreadable = update.problem(name, stamp).orElse("");
        if (read != null && IndexUpdate.isSame(stamp, read)) {
            return new KnowledgeDocument(
                    name,
                    stamp.bytes(),
                    changedAt,
                    read.problem().isEmpty() ? KnowledgeDocument.State.INDEXED : KnowledgeDocument.State.FAILED,
                    read.passages(),
                    read.problem());
        }
        KnowledgeDocument.State state = !unreadable.isEmpty()
                ? KnowledgeDocument.State.FAILED
                : update.isReading(name) ? KnowledgeDocument.State.READING : KnowledgeDocument.State.QUEUED;
        return new KnowledgeDocument(name, stamp.bytes(), changedAt, state, 0, unreadable);
    }

    /** Why the last reading of the folder ended early; empty where it did not. */
    synchronized String trouble() {
        return refresh != null && refresh.state() == Future.State.FAILED
                ? String.valueOf(refresh.exceptionNow().getMessage())
                : "";
    }

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
            if (!reader.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
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
            return new Found(current.search(query, count), current.passages(), isRead());
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
        while (true) {
            try {
                return newer.get(settings.patience().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                View present = view;
                if (present != null) {
                    return present;
                }
            } catch (ExecutionException e) {
                throw failure(e);
            }
        }
    }

    private synchronized boolean isRead() {
        return refresh == null || refresh.isDone();
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

    /** Brings the index up to date, or waits until another process has done it. */
    private View updated(SortedMap<String, Stamp> files, boolean anew) throws IOException, InterruptedException {
        update.removeUnreadable(files);
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
                    update.run(open, files, before == null ? Map.of() : before.files(), this::reopened);
                }
                return Objects.requireNonNull(reopened(), "an index that was just written");
            }
            // Searches that are out of patience take what there is.
            Thread.sleep(WAIT_MILLIS);
            // Whoever holds it may be mending the same.
            create = false;
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
                && files.entrySet().stream()
                        .allMatch(file -> IndexUpdate.isSame(file.getValue(), known.get(file.getKey())));
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
        return IndexUpdate.sha256(what.getBytes(StandardCharsets.UTF_8)).substring(0, 24);
    }

    /** It holds what the documents say. */
    private static void createPrivately(Path place) throws IOException {
        Files.createDirectories(place);
        if (Files.getFileStore(place).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
