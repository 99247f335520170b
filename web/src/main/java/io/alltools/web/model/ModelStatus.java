package io.alltools.web.model;

import io.alltools.agent.ChatModel;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A model as it is now.
 *
 * @param current whether it is the application's own
 * @param loading how far it is while it is {@link Stage#LOADING}
 * @param problem why it can't be used or could not be loaded; empty when all is well
 * @param model what was opened; null unless it is {@link Stage#LOADED}
 * @param loadedAt when; null unless it is {@link Stage#LOADED}
 * @param users runs that hold it
 */
public record ModelStatus(
        KnownModel known,
        Stage stage,
        boolean current,
        @Nullable Loading loading,
        String problem,
        @Nullable ChatModel model,
        @Nullable Instant loadedAt,
        int users) {

    /** What can be done with it. */
    public enum Stage {
        /** It is loaded when it is first needed. */
        AVAILABLE,
        /** It is being loaded, or waits for another one that is. */
        LOADING,
        LOADED,
        /** The last attempt to load it failed; the next use is another one. */
        FAILED,
        /** Something of it is missing. */
        UNUSABLE;

        /** As the API gives it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How far a load is.
     *
     * @param done bytes of the checkpoint that were imported; 0 where a finished import is there
     * @param total bytes to be imported; 0 where there are none
     * @param needed bytes of memory that its weights and its KV cache will take; 0 before that is known
     */
    public record Loading(Instant since, long done, long total, long needed) {}
}
