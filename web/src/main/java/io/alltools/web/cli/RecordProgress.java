package io.alltools.web.cli;

import java.util.Locale;

/** Tells a person how many records are done after what time, on one line that is written over. */
final class RecordProgress {

    private static final long PAUSE_NANOS = 200_000_000;

    private final Terminal terminal;
    private final long start = System.nanoTime();
    private long last = start;
    private boolean shown;

    RecordProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    /** @param what in front of the number, such as {@code Curating, pass 1 of 2} */
    synchronized void report(String what, long records) {
        long now = System.nanoTime();
        if (!terminal.interactive() || now - last < PAUSE_NANOS) {
            return;
        }
        last = now;
        shown = true;
        terminal.err()
                .print(String.format(
                        Locale.ROOT,
                        "\r\u001b[K%s: %,d records, %s",
                        what,
                        records,
                        Progress.time((now - start) / 1_000_000_000)));
        terminal.err().flush();
    }

    /** Takes the line away. */
    synchronized void finish() {
        if (shown) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
        }
    }
}
