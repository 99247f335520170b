package io.alltools.web.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.function.Predicate;

/** The documents that people uploaded, in one flat folder. */
public final class DocumentFolder {

    private final DataFolder data;
    private final AttachmentLimits limits;
    private final Predicate<String> readable;

    /** @param readable whether documents of a name are of a type that can be read */
    public DocumentFolder(DataFolder data, AttachmentLimits limits, Predicate<String> readable) {
        this.data = data;
        this.limits = limits;
        this.readable = readable;
    }

    public AttachmentLimits limits() {
        return limits;
    }

    /** Whether a document was ever uploaded. */
    public boolean exists() {
        return Files.isDirectory(data.documents(), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether it holds no document now. */
    public boolean isEmpty() {
        try (DirectoryStream<Path> documents = Files.newDirectoryStream(data.documents(), this::isDocument)) {
            return !documents.iterator().hasNext();
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("the documents in " + data.documents() + " can't be listed", e);
        }
    }

    /**
     * Whether a document may be kept, as far as is known before its content came.
     *
     * @param bytes -1 when not known
     * @param overwrite whether a document of this name is replaced
     * @throws AttachmentException when it may not
     */
    public void check(String givenName, long bytes, boolean overwrite) throws IOException {
        String name = FileName.of(givenName);
        if (!readable.test(name)) {
            throw new AttachmentException(
                    AttachmentException.Kind.TYPE, "documents like \"" + name + "\" can't be read");
        }
        if (bytes > limits.fileBytes()) {
            throw tooLarge(name);
        }
        Path target = data.documents().resolve(name);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !(overwrite && isDocument(target))) {
            throw new AttachmentException(
                    AttachmentException.Kind.EXISTS,
                    "there is a document \"" + name + "\" already: choose another name"
                            + (overwrite ? "" : ", or ask for it to be overwritten"));
        }
        requireRoom(target, Math.max(0, bytes));
    }

    private void requireRoom(Path target, long bytes) throws IOException {
        if (!exists()) {
            return;
        }
        int count = 1;
        long total = bytes;
        try (DirectoryStream<Path> documents = Files.newDirectoryStream(data.documents(), this::isDocument)) {
            for (Path document : documents) {
                if (!document.equals(target)) {
                    count++;
                    total += Files.size(document);
                }
            }
        }
        if (count > limits.count() || total > limits.totalBytes()) {
            throw new AttachmentException(
                    AttachmentException.Kind.TOO_MANY,
                    String.format(
                            Locale.ROOT,
                            "with \"%s\" there would be %d documents of %,d bytes: at most %d of %,d bytes are"
                                    + " accepted; delete some or raise the limit",
                            target.getFileName(),
                            count,
                            total,
                            limits.count(),
                            limits.totalBytes()));
        }
    }

    /** For content that turns out to be larger than a document may be. */
    public AttachmentException tooLarge(String name) {
        return new AttachmentException(
                AttachmentException.Kind.TOO_LARGE,
                String.format(
                        Locale.ROOT,
                        "the document \"%s\" is too large: at most %,d bytes are accepted",
                        name,
                        limits.fileBytes()));
    }

    /**
     * Keeps a document. One at a time, so that the limits hold.
     *
     * @param content a file of the data folder, which is moved
     * @return its name as it is kept
     * @throws AttachmentException as {@link #check}
     */
    public synchronized String put(String givenName, Path content, boolean overwrite) throws IOException {
        check(givenName, Files.size(content), overwrite);
        String name = FileName.of(givenName);
        Files.createDirectories(data.documents());
        Files.move(content, data.documents().resolve(name), StandardCopyOption.REPLACE_EXISTING);
        return name;
    }

    /** @return whether there was such a document */
    public synchronized boolean delete(String name) throws IOException {
        Path document;
        try {
            document = data.documents().resolve(FileName.of(name));
        } catch (AttachmentException e) {
            return false;
        }
        return isDocument(document) && Files.deleteIfExists(document);
    }

    private boolean isDocument(Path file) {
        String name = String.valueOf(file.getFileName());
        return !name.startsWith(".") && readable.test(name) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }
}
