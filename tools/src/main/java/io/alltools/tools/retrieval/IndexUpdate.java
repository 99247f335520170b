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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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

    /** Files that could not be opened, until they change or the process starts again. */
    private final Map<String, Stamp> unreadable = new HashMap<>();

    IndexUpdate(SourceFolder folder, RetrievalSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    void removeUnreadable(Map<String, Stamp> files) {
        files.entrySet().removeIf(file -> file.getValue().equals(unreadable.get(file.getKey())));
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
                    committed.changed();
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

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
