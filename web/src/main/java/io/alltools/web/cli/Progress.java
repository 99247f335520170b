package io.alltools.web.cli;

import io.alltools.runtime.LoadListener;
import java.util.Locale;

/** Tells a person how long work goes on: bytes, rate and time left, on one line that is written over. */
final class Progress implements LoadListener {

    private static final long PAUSE_NANOS = 200_000_000;

    private final Terminal terminal;
    private final String what;
    private final long start = System.nanoTime();
    private long last;
    private boolean shown;

    Progress(Terminal terminal, String what) {
        this.terminal = terminal;
        this.what = what;
        this.last = start;
    }

    @Override
    public void note(String line) {
        terminal.err().println(line);
    }

    @Override
    public synchronized void report(long done, long total) {
        long now = System.nanoTime();
        if (!terminal.interactive() || (now - last < PAUSE_NANOS && done < total)) {
            return;
        }
        last = now;
        shown = true;
        double seconds = (now - start) / 1e9;
        double rate = done / Math.max(seconds, 1e-3);
        terminal.err()
                .print(String.format(
                        Locale.ROOT,
                        "\r\u001b[K%s %s of %s, %s/s, %s left",
                        what,
                        bytes(done),
                        bytes(total),
                        bytes((long) rate),
                        time((long) ((total - done) / Math.max(rate, 1)))));
        terminal.err().flush();
    }

    /** Takes the line away. */
    synchronized void finish() {
        if (shown) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
        }
    }

    static String bytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    static String time(long seconds) {
        return seconds < 60 ? seconds + " s" : String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
    }
}
