package io.alltools.runtime.graph;

import java.nio.file.Path;

/** Hears how far an import is. Called from several threads. */
@FunctionalInterface
public interface ImportProgress {

    /**
     * @param done bytes of the checkpoint that were read
     * @param total bytes of the checkpoint that will be read
     */
    void report(long done, long total);

    /** The folder in which an import is written until it is complete; gone when it ends, one way or the other. */
    default void writesTo(Path folder) {}

    static ImportProgress silent() {
        return (done, total) -> {};
    }
}
