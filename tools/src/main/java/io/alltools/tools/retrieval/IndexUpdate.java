package io.alltools.tools.retrieval;

import io.alltools.tools.retrieval.PassageIndex.Changes;
import io.alltools.tools.retrieval.PassageIndex.Known;
import io.alltools.tools.retrieval.SourceFolder.Stamp;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what is new in a folder into the index. Used by one thread at a time. */
final class IndexUpdate {

    private static final Logger log = LoggerFactory.getLogger(IndexUpdate.class);

    /** Files read between commits: work that a killed process does not lose, and that a search finds already. */
    private static final int COMMIT_FILES = 64;

    private final SourceFolder folder;
    private final RetrievalSettings settings;

    /** A file that could not be opened. */
    record Unreadable(Stamp stamp, String problem) {}

    /** Files that could not be opened, until they change or the process starts again. */
    private final Map<String, Unreadable> unreadable = new ConcurrentHashMap<>();

    /** Files that are being read, or were read and are not committed yet. */
    private final Set<String> reading = ConcurrentHashMap.newKeySet();

    IndexUpdate(SourceFolder folder, RetrievalSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    void removeUnreadable(Map<String, Stamp> files) {
        files.entrySet()
                .removeIf(file -> problem(file.getKey(), file.getValue()).isPresent());
    }

    /** Why a file can't be opened; empty where nobody has tried in vain. */
    Optional<String> problem(String name, Stamp stamp) {
        Unreadable known = unreadable.get(name);
        return known != null && known.stamp().equals(stamp) ? Optional.of(known.problem()) : Optional.empty();
    }

    boolean isReading(String name) {
        return reading.contains(name);
    }

    static boolean isSame(Stamp stamp, @Nullable Known known) {
        return known != null && known.stamp().equals(stamp);
    }

    /** Told after each commit. */
    interface Committed {
        void changed() throws IOException;
    }

    /** Makes the index what the folder is, and commits that. */
    void run(Changes changes, Map<String, Stamp> files, Map<String, Known> known, Committed committed)
            throws IOException, InterruptedException {
        try {
            update(changes, files, known, committed);
        } finally {
            reading.clear();
        }
    }

    private void update(Changes changes, Map<String, Stamp> files, Map<String, Known> known, Committed committed)
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
                reading.add(file.getKey());
                update(changes, file.getKey(), file.getValue(), before);
                if (++read % COMMIT_FILES == 0) {
                    changes.commit();
                    committed.changed();
                    reading.clear();
                    log.info("{}: {} files read", folder, read);
                }
            }
        }
        changes.commit();
    }

    private void update(Changes changes, String name, Stamp stamp, @Nullable Known before)
            throws IOException, InterruptedException {
        byte[] content;
        try {
            content = content(folder.file(name));
        } catch (ClosedByInterruptException e) {
            throw interrupted(name);
        } catch (IOException e) {
            log.warn("{} is left out of the knowledge base: it can't be read ({})", folder.file(name), e.toString());
            unreadable.put(name, new Unreadable(stamp, "it can't be read: " + e.getMessage()));
            changes.remove(name);
            return;
        }
        String hash = sha256(content);
        if (before != null && before.hash().equals(hash)) {
            changes.touch(name, new Known(stamp, hash, before.passages(), before.problem()));
            return;
        }
        Read read = read(name, content);
        changes.put(name, new Known(stamp, hash, read.excerpts().size(), read.problem()), read.excerpts());
    }

    private record Read(List<DocumentReader.Excerpt> excerpts, String problem) {}

    /** Bounded and without following a link: the file may be another one by now. */
    private byte[] content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(settings.maxFileBytes() + 1);
            if (content.length > settings.maxFileBytes()) {
                throw new IOException("it grew beyond " + settings.maxFileBytes() + " bytes");
            }
            return content;
        }
    }

    /** A file that holds something else than it should is known too, and tried again when it changes. */
    private Read read(String name, byte[] content) throws InterruptedException {
        try {
            List<DocumentReader.Excerpt> excerpts = DocumentReader.read(name, content, settings.passageCharacters());
            return new Read(
                    excerpts,
                    excerpts.isEmpty() ? "it holds no text; a scan without a layer of text has none either" : "");
        } catch (InterruptedIOException e) {
            throw interrupted(name);
        } catch (IOException e) {
            log.warn("{} is left out of the knowledge base: {}", folder.file(name), String.valueOf(e.getMessage()));
            return new Read(List.of(), String.valueOf(e.getMessage()));
        }
    }

    private static InterruptedException interrupted(String name) {
        Thread.interrupted();
        return new InterruptedException("while " + name + " was read");
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
