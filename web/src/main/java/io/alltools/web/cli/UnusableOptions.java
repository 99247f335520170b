package io.alltools.web.cli;

import io.alltools.trajectories.environment.Unusable;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.Option;

/** What becomes of entries of a file of tasks that can't be used. */
final class UnusableOptions {

    @Option(
            names = "--skip-unusable",
            description = "Leave out the entries that can't be used, and say which, instead of refusing the file.")
    private boolean skipped;

    /** Reads a file's tasks. */
    @FunctionalInterface
    interface Reading<T> {

        T read(Unusable unusable) throws IOException;
    }

    boolean isSkipped() {
        return skipped;
    }

    /** @param err where the entries are told that were left out */
    <T> T read(PrintStream err, Reading<T> reading) throws IOException {
        Unusable unusable = skipped ? Unusable.skipped() : Unusable.refused();
        T read = reading.read(unusable);
        if (unusable.count() > 0) {
            err.println("alltools: " + unusable.count()
                    + (unusable.count() == 1 ? " entry can't be used and was" : " entries can't be used and were")
                    + " left out" + (unusable.count() > unusable.first().size() ? "; the first:" : ":"));
            unusable.first().forEach(one -> err.println("  " + one));
        }
        return read;
    }
}
