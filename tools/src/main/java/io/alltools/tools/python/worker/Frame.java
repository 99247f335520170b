package io.alltools.tools.python.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One message between the application and a worker: a byte for the kind, an int for the length, UTF-8 text.
 *
 * <p>Python code never writes to the stream that carries frames; its own output travels as the text of an answer.
 */
public record Frame(Kind kind, String text) {

    private static final int MAX_BYTES = 64 << 20;
    private static final Kind[] KINDS = Kind.values();

    /** What a frame says. */
    public enum Kind {
        /** To the worker: its session's folder; sent once to each interpreter. */
        OPEN,
        /** To the worker: Python code to run. */
        RUN,
        /** To the worker: stop what is running. */
        INTERRUPT,
        /** To the worker: end the interpreter with all that its session made, and start another. */
        RENEW,
        /** From the worker: an interpreter has started; the text is what its engine calls itself. */
        READY,
        /**
         * From the worker, before an answer: the files that the code made or changed, a line {@code SIZE PATH} each.
         */
        FILES,
        /** From the worker, as all below: the code ran to its end; the text is its output. */
        DONE,
        /** The code ended with an exception; its traceback is in the output. */
        RAISED,
        /** The code ended with a MemoryError. */
        OUT_OF_MEMORY,
        /** The code was stopped by {@link #INTERRUPT}; variables are kept. */
        INTERRUPTED,
        /** The interpreter can't go on; the worker exits. */
        LOST
    }

    @SuppressWarnings("EnumOrdinal") // Both ends always run the same build.
    public void write(DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte(kind.ordinal());
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    /**
     * @throws java.io.EOFException at the end of the stream
     * @throws IOException when the bytes are no frame
     */
    public static Frame read(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        int length = in.readInt();
        if (kind >= KINDS.length || length < 0 || length > MAX_BYTES) {
            throw new IOException("not a frame: kind " + kind + ", length " + length);
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new Frame(KINDS[kind], new String(bytes, StandardCharsets.UTF_8));
    }
}
