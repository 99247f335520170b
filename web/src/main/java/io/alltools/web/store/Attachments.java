package io.alltools.web.store;

import io.alltools.agent.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;

/**
 * The files that the user puts into the folders of sessions, where tools find them: for Python the folder is
 * {@code /mnt/data}. The model is told of them with the next message.
 */
public final class Attachments {

    /** How many are named to the model; the rest is only counted. */
    private static final int NAMED = 20;

    /** After so long without a new piece an upload will not come to its end. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final DataFolder folder;
    private final SessionStore sessions;
    private final AttachmentLimits limits;

    public Attachments(DataFolder folder, SessionStore sessions, AttachmentLimits limits) {
        this.folder = folder;
        this.sessions = sessions;
        this.limits = limits;
    }

    public AttachmentLimits limits() {
        return limits;
    }

    /** A new empty file outside of all sessions, for content that is still on its way. */
    public Path temporary() throws IOException {
        Files.createDirectories(folder.uploads());
        sweep();
        return Files.createTempFile(folder.uploads(), "upload", "");
    }

    /** Deletes what processes left that ended in the middle of an upload. */
    private void sweep() throws IOException {
        Instant old = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> uploads = Files.newDirectoryStream(folder.uploads())) {
            for (Path upload : uploads) {
                try {
                    if (Files.getLastModifiedTime(upload).toInstant().isBefore(old)) {
                        Files.deleteIfExists(upload);
                    }
                } catch (NoSuchFileException e) {
                    // Its own upload was done meanwhile.
                }
            }
        }
    }

    /**
     * Moves a file into a session's folder. Nothing may run in the session meanwhile.
     *
     * @param content what {@link #temporary} gave, with content
     * @param overwrite whether a file of this name is replaced
     * @throws AttachmentException when the name can't be used, is taken, or a limit would be passed
     */
    public SessionFile attach(String sessionId, String givenName, Path content, boolean overwrite) throws IOException {
        String name = FileName.of(givenName);
        Path target = folder.session(sessionId).resolve(name);
        long bytes = Files.size(content);
        check(sessionId, name, bytes, overwrite);
        Files.createDirectories(target.getParent());
        SessionFile file = new SessionFile(name, bytes, Instant.now().truncatedTo(ChronoUnit.MICROS));
        // First: should the process end between the two, the session counts as private without need, not the reverse.
        sessions.attach(sessionId, file);
        Files.move(content, target, StandardCopyOption.REPLACE_EXISTING);
        return file;
    }

    /**
     * Copies a file of this machine into a session's folder, under its own name.
     *
     * @throws AttachmentException as {@link #attach}, and when the file can't be read
     */
    public SessionFile copy(String sessionId, Path source, boolean overwrite) {
        requireReadable(source);
        Path content = null;
        try {
            String name = FileName.of(
                    String.valueOf(source.toRealPath(LinkOption.NOFOLLOW_LINKS).getFileName()));
            check(sessionId, name, Files.size(source), overwrite);
            content = temporary();
            Files.copy(source, content, StandardCopyOption.REPLACE_EXISTING);
            return attach(sessionId, name, content, overwrite);
        } catch (IOException e) {
            throw new AttachmentException(
                    AttachmentException.Kind.SOURCE, "the file " + source + " can't be copied: " + e);
        } finally {
            discard(content);
        }
    }

    /** @throws AttachmentException when there is no such file that can be read */
    public static void requireReadable(Path source) {
        if (!Files.isRegularFile(source) || !Files.isReadable(source)) {
            throw new AttachmentException(
                    AttachmentException.Kind.SOURCE,
                    "there is no file at \"" + source + "\" that can be read: expected the path of a file");
        }
    }

    /**
     * Whether a file may be attached, as far as is known before its content came.
     *
     * @param bytes -1 when not known
     * @throws AttachmentException when it may not
     */
    public void check(String sessionId, String givenName, long bytes, boolean overwrite) {
        String name = FileName.of(givenName);
        if (bytes > limits.fileBytes()) {
            throw tooLarge(name);
        }
        Path target = folder.session(sessionId).resolve(name);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                && (!overwrite || Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS))) {
            throw new AttachmentException(
                    AttachmentException.Kind.EXISTS,
                    "the session has a file \"" + name + "\" already: choose another name"
                            + (overwrite ? "" : ", or ask for it to be overwritten"));
        }
        List<SessionFile> others = sessions.files(sessionId).stream()
                .filter(file -> !file.name().equals(name))
                .toList();
        long total = others.stream().mapToLong(SessionFile::bytes).sum() + Math.max(0, bytes);
        if (others.size() >= limits.count() || total > limits.totalBytes()) {
            throw new AttachmentException(
                    AttachmentException.Kind.TOO_MANY,
                    String.format(
                            Locale.ROOT,
                            "with \"%s\" the session would have %d attached files of %,d bytes: at most %d of %,d bytes"
                                    + " are accepted; delete some or raise the limit",
                            name,
                            others.size() + 1,
                            total,
                            limits.count(),
                            limits.totalBytes()));
        }
    }

    /** For content that turns out to be larger than a file may be. */
    public AttachmentException tooLarge(String name) {
        return new AttachmentException(
                AttachmentException.Kind.TOO_LARGE,
                String.format(
                        Locale.ROOT,
                        "the file \"%s\" is too large: at most %,d bytes are accepted",
                        name,
                        limits.fileBytes()));
    }

    /**
     * What the model is told with the next message about files that it was not told of on this branch; empty when there
     * is nothing to tell.
     *
     * @param history what was said on the branch
     * @param told when the last run of the branch began; null where there is none
     */
    public String notice(String sessionId, List<Message> history, @Nullable Instant told) {
        List<String> users = history.stream()
                .filter(Message.User.class::isInstance)
                .map(Message::text)
                .toList();
        List<SessionFile> fresh = sessions.files(sessionId).stream()
                .filter(file -> told == null
                        || file.attachedAt().isAfter(told)
                        || users.stream().noneMatch(text -> text.contains(described(file))))
                .filter(file ->
                        Files.isRegularFile(folder.session(sessionId).resolve(file.name()), LinkOption.NOFOLLOW_LINKS))
                .toList();
        if (fresh.isEmpty()) {
            return "";
        }
        return "[files attached in /mnt/data: "
                + fresh.stream().limit(NAMED).map(Attachments::described).collect(Collectors.joining(", "))
                + (fresh.size() > NAMED ? ", and " + (fresh.size() - NAMED) + " more" : "") + "]";
    }

    private static String described(SessionFile file) {
        return String.format(Locale.ROOT, "%s (%s, %,d bytes)", file.name(), mediaType(file.name()), file.bytes());
    }

    /** By the name's ending. */
    public static String mediaType(String name) {
        return MediaTypeFactory.getMediaType(name)
                .orElse(MediaType.APPLICATION_OCTET_STREAM)
                .toString();
    }

    /** Deletes a session's folder with all that is in it; links are deleted and not followed. */
    public void deleteFolder(String sessionId) throws IOException {
        Path root = folder.session(sessionId);
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Content that was not attached after all. */
    public static void discard(@Nullable Path content) {
        if (content == null) {
            return;
        }
        try {
            Files.deleteIfExists(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
