package io.alltools.web.model;

import java.util.Locale;

/**
 * A model that a run can be ordered with, loaded or not.
 *
 * @param name what clients choose it by
 * @param location what it is opened by: a folder, a name or an address, which only the server knows
 * @param form how its weights are stored, such as {@code int4}; empty where that is not known before it is loaded
 * @param bytes of its files; 0 where that is not known
 * @param problem why it can't be used, one line for a person; empty when it can
 */
public record KnownModel(String name, Kind kind, String location, String form, long bytes, String problem) {

    /** Where a model runs. */
    public enum Kind {
        /** It ships with the application. */
        EMBEDDED,
        /** In this process, from a checkpoint on this machine. */
        LOCAL,
        /** Behind an OpenAI-compatible endpoint. */
        REMOTE;

        /** As the API gives it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Of which nothing more is known. */
    public KnownModel(String name, Kind kind, String location) {
        this(name, kind, location, "", 0, "");
    }
}
