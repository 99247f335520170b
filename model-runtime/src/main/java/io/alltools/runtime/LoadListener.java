package io.alltools.runtime;

import io.alltools.runtime.graph.ImportProgress;

/** Hears what loading a model decides and how far it is. */
public interface LoadListener extends ImportProgress {

    /** A decision and its reason, one line for a person. */
    void note(String line);

    /**
     * What is about to be loaded, before anything is imported or allocated; what is thrown here ends the loading.
     *
     * @param info the checkpoint's parts
     */
    default void planned(LoadPlan plan, ModelInfo info) {}

    static LoadListener silent() {
        return new LoadListener() {
            @Override
            public void note(String line) {}

            @Override
            public void report(long done, long total) {}
        };
    }
}
