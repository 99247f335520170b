package io.alltools.tools.retrieval;

import java.time.Instant;

/**
 * A file of a knowledge base.
 *
 * @param name relative to the folder, with {@code /}
 * @param changedAt when its content changed last
 * @param passages how many a search may find
 * @param problem why it has none; empty unless {@link State#FAILED}
 */
public record KnowledgeDocument(String name, long bytes, Instant changedAt, State state, int passages, String problem) {

    /** How far it is on its way into the index. */
    public enum State {
        /** It is new, or changed, and will be read. */
        QUEUED,
        READING,
        /** Searches find it. */
        INDEXED,
        /** It could not be read, and is tried again when it changes. */
        FAILED
    }
}
