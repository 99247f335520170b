package io.alltools.tools.python.worker;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is written to descriptor 2, without what the engine says there when it stops a thread.
 *
 * <p>Lines are passed on when they end: the engine's is known by its beginning.
 */
final class ErrorOutput extends OutputStream {

    private static final byte[] STOPPED =
            "com.oracle.truffle.polyglot.PolyglotEngineImpl$InterruptExecution".getBytes(StandardCharsets.US_ASCII);

    private final CellOutput output;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    ErrorOutput(CellOutput output) {
        this.output = output;
    }

    @Override
    public synchronized void write(int b) {
        line.write(b);
        if (b == '\n' || line.size() >= 1 << 10) {
            pass();
        }
    }

    /** Whole, as several threads may be stopped at once. */
    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    /** Passes on what has no line's end yet. */
    synchronized void finish() {
        pass();
    }

    private void pass() {
        byte[] bytes = line.toByteArray();
        line.reset();
        if (!Arrays.equals(bytes, 0, Math.min(bytes.length, STOPPED.length), STOPPED, 0, STOPPED.length)) {
            output.write(bytes, 0, bytes.length);
        }
    }
}
