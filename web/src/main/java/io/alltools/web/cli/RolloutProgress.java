package io.alltools.web.cli;

import io.alltools.trajectories.generation.GenerationProgress;
import java.util.Locale;

/** Tells a person how far a generation is: rollouts, rate, time left and average reward, on one line. */
final class RolloutProgress {

    private static final long PAUSE_NANOS = 200_000_000;

    private final Terminal terminal;
    private final long start = System.nanoTime();
    private long last = start;
    private boolean shown;

    RolloutProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    synchronized void report(GenerationProgress progress) {
        long now = System.nanoTime();
        if (!terminal.interactive() || now - last < PAUSE_NANOS) {
            return;
        }
        last = now;
        shown = true;
        double rate = (progress.done() - progress.earlier()) / ((now - start) / 1e9);
        terminal.err()
                .print(String.format(
                        Locale.ROOT,
                        "\r\u001b[K%d of %d rollouts, %.1f/s, %s left, average reward %.3f",
                        progress.done(),
                        progress.total(),
                        rate,
                        Progress.time((long) ((progress.total() - progress.done()) / Math.max(rate, 1e-3))),
                        progress.averageReward()));
        terminal.err().flush();
    }

    /** Takes the line away. */
    synchronized void finish() {
        if (shown) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
        }
    }

    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }
}
