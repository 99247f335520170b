package io.alltools.tools.browser;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;

/** Text in memory that grows to a limit and no further. */
final class CappedWriter extends Writer {

    /** The limit is reached; what came before is kept. */
    static final class FullException extends IOException {
        private static final long serialVersionUID = 1;
    }

    private final StringWriter out = new StringWriter();
    private final int maxCharacters;

    CappedWriter(int maxCharacters) {
        this.maxCharacters = maxCharacters;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        int left = maxCharacters - out.getBuffer().length();
        out.write(text, offset, Math.min(length, left));
        if (length > left) {
            throw new FullException();
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return out.toString();
    }
}
