package io.alltools.web.model;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint on its way into the cache, as it is now.
 *
 * @param folder the checkpoint's; empty before a repo is pulled
 * @param repo OWNER/NAME of a hub; empty for a folder of this machine
 * @param quantization {@code none}, {@code int8}, {@code int4}, {@code int4-symmetric} or {@code auto}
 * @param done bytes of the phase that are done
 * @param total bytes of the phase; 0 where they are not known
 * @param bytesPerSecond of the phase so far
 * @param phaseSince when the phase began
 * @param ended null while it is not over
 * @param notes decisions and their reasons, one line each
 * @param problem why it failed, one line for a person; empty unless it did
 * @param model what the new model is called; empty before it is there
 */
public record ImportJob(
        String id,
        String folder,
        String repo,
        String quantization,
        State state,
        Phase phase,
        long done,
        long total,
        double bytesPerSecond,
        Instant created,
        Instant phaseSince,
        @Nullable Instant ended,
        String notes,
        String problem,
        String model) {

    /** Where it is. */
    public enum State {
        /** Others are before it. */
        QUEUED,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED,
        /** The server ended before it did. */
        INTERRUPTED;

        public boolean over() {
            return this != QUEUED && this != RUNNING;
        }

        /** As the API gives it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What it does. */
    public enum Phase {
        WAITING,
        /** Loads the checkpoint from the hub. */
        PULLING,
        /** Looks whether the checkpoint is one. */
        CHECKING,
        /** Reads, converts and quantises the weights. */
        IMPORTING,
        /** Hashes the checkpoint's files and puts the import in its place. */
        FINISHING;

        /** As the API gives it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
