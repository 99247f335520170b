package io.alltools.trajectories.shell.process;

import io.alltools.trajectories.shell.file.Files;
import io.alltools.trajectories.shell.file.Inode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A stream that a program reads from. Programs that share one go on where the last one stopped. */
public abstract class Input {

    private static final int CHUNK = 8192;

    private final byte[] buffer = new byte[CHUNK];
    private int at;
    private int end;
    private boolean lastLineWasWhole = true;

    /** Fills the beginning of a buffer. @return how many bytes; 0 at the end */
    protected abstract int fill(byte[] target);

    /** No more will be read. */
    public void close() {}

    /** The next byte; -1 at the end. */
    public int read() {
        return more() ? buffer[at++] & 0xff : -1;
    }

    private boolean more() {
        if (at == end) {
            at = 0;
            end = fill(buffer);
        }
        return end > 0;
    }

    /** The next line without its newline; null at the end. */
    public @Nullable String line(Meter meter) {
        return until('\n', meter);
    }

    /** As {@link #line}, ended by something else. */
    public @Nullable String until(char delimiter, Meter meter) {
        if (!more()) {
            return null;
        }
        StringBuilder line = new StringBuilder();
        do {
            int stop = at;
            while (stop < end && (buffer[stop] & 0xff) != delimiter) {
                stop++;
            }
            line.append(Bytes.text(Arrays.copyOfRange(buffer, at, stop)));
            meter.steps(1 + (stop - at) / 64);
            meter.text(line.length());
            boolean found = stop < end;
            at = found ? stop + 1 : stop;
            if (found) {
                lastLineWasWhole = true;
                return line.toString();
            }
        } while (more());
        lastLineWasWhole = false;
        return line.toString();
    }

    /** Whether the last line ended with a newline. */
    public boolean lastLineWasWhole() {
        return lastLineWasWhole;
    }

    /** All that is left. */
    public String rest(Meter meter) {
        StringBuilder text = new StringBuilder();
        while (more()) {
            text.append(Bytes.text(Arrays.copyOfRange(buffer, at, end)));
            meter.steps(1 + (end - at) / 64);
            meter.text(text.length());
            at = end;
        }
        return text.toString();
    }

    /** The next bytes, at most as many as asked for; empty at the end. */
    public byte[] some(int most) {
        if (!more()) {
            return new byte[0];
        }
        int n = Math.min(most, end - at);
        byte[] result = Arrays.copyOfRange(buffer, at, at + n);
        at += n;
        return result;
    }

    public static Input empty() {
        return of("");
    }

    public static Input of(String text) {
        byte[] bytes = Bytes.of(text);
        return new Input() {
            private int position;

            @Override
            protected int fill(byte[] target) {
                int n = Math.min(target.length, bytes.length - position);
                System.arraycopy(bytes, position, target, 0, n);
                position += n;
                return n;
            }
        };
    }

    public static Input of(Inode.RegularFile file) {
        return new Input() {
            private int position;

            @Override
            protected int fill(byte[] target) {
                int n = Files.read(file, position, target, 0, target.length);
                position += n;
                return n;
            }
        };
    }

    /** Zeros without end. */
    public static Input zeros() {
        return new Input() {
            @Override
            protected int fill(byte[] target) {
                Arrays.fill(target, (byte) 0);
                return target.length;
            }
        };
    }
}
