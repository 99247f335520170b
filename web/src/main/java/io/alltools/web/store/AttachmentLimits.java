package io.alltools.web.store;

/**
 * What the user may put into a session's folder.
 *
 * @param fileBytes of one file
 * @param totalBytes of all of them; Python's own limit of the folder counts them too
 * @param count how many
 */
public record AttachmentLimits(long fileBytes, long totalBytes, int count) {

    private static final long MEGABYTE = 1L << 20;

    public static final AttachmentLimits DEFAULT = ofMegabytes(64, 128, 100);

    public AttachmentLimits {
        if (fileBytes < 1 || totalBytes < fileBytes || count < 1) {
            throw new IllegalArgumentException("limits of " + fileBytes + " bytes a file, " + totalBytes
                    + " bytes of all files and " + count
                    + " files can't be used: expected 1 or more, and no less for all than for one");
        }
    }

    public static AttachmentLimits ofMegabytes(int file, int total, int count) {
        return new AttachmentLimits(file * MEGABYTE, total * MEGABYTE, count);
    }
}
