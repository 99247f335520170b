package io.alltools.trajectories.dataset;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The lines of a text file as bytes, without those that are empty; each is bounded in length. */
final class Lines implements Closeable {

    private static final int BUFFER = 1 << 16;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Path file;
    private final int maxLine;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private long number;

    /**
     * @param number counts from 1, empty ones too
     * @param text without its end
     */
    record Line(Path file, long number, byte[] text) {

        DatasetException problem(String what, Exception cause) {
            return new DatasetException(file, number, what, cause);
        }

        DatasetException problem(String what) {
            return new DatasetException(file, number, what);
        }
    }

    Lines(Path file, int maxLine) throws IOException {
        this.file = file;
        this.maxLine = maxLine;
        InputStream plain = Files.newInputStream(file);
        try {
            this.in = gzip(file) && Files.size(file) > 0 ? new GZIPInputStream(plain, BUFFER) : plain;
        } catch (ZipException | EOFException e) {
            plain.close();
            throw new IOException(
                    file + " is not compressed by gzip though its name says so; rename it, or compress it", e);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    static boolean gzip(Path file) {
        return String.valueOf(file.getFileName()).endsWith(".gz");
    }

    /** Null after the last one. */
    @Nullable
    Line next() throws IOException {
        while (true) {
            byte[] text = line();
            if (text == null) {
                return null;
            }
            number++;
            if (number == 1 && Arrays.equals(text, 0, Math.min(3, text.length), BYTE_ORDER_MARK, 0, 3)) {
                text = Arrays.copyOfRange(text, 3, text.length);
            }
            if (!isBlank(text)) {
                return new Line(file, number, text);
            }
        }
    }

    private byte @Nullable [] line() throws IOException {
        // What of it stood in earlier buffers; most lines are in one.
        ByteArrayOutputStream before = null;
        while (at < end || fill()) {
            int start = at;
            int stop = start;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            if ((before == null ? 0L : before.size()) + stop - start > maxLine) {
                throw new DatasetException(
                        file,
                        number + 1,
                        "the line is longer than " + maxLine + " bytes; expected one trajectory a line (JSONL)");
            }
            at = Math.min(stop + 1, end);
            if (stop < end && before == null) {
                return Arrays.copyOfRange(buffer, start, stop);
            }
            if (before == null) {
                before = new ByteArrayOutputStream(2 * BUFFER);
            }
            before.write(buffer, start, stop - start);
            if (stop < end) {
                break;
            }
        }
        return before == null ? null : before.toByteArray();
    }

    private boolean fill() throws IOException {
        try {
            end = Math.max(0, in.read(buffer));
        } catch (ZipException | EOFException e) {
            throw new DatasetException(
                    file, number + 1, "the compressed data is damaged or cut off: " + e.getMessage(), e);
        }
        at = 0;
        return end > 0;
    }

    private static boolean isBlank(byte[] text) {
        for (byte b : text) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
