package io.alltools.agent;

import java.util.Set;

/** What a tool's calls do beside giving a result. Policies and the recovery of a run go by it. */
public enum Trait {
    /** A call whose outcome is unknown, because the process ended while it ran, may simply be made again. */
    REPEATABLE,
    /** Calls of one turn may run at the same time. */
    PARALLEL,
    /** Something outside of the session is changed. */
    CHANGES_STATE,
    /** Arguments leave the machine, be it as the address of a page. */
    SENDS_DATA,
    /** The result may hold what is nobody else's business: the user's files, accounts, messages. */
    READS_PRIVATE_DATA;

    /** What must be expected of a tool that says nothing. */
    public static final Set<Trait> UNKNOWN = Set.of(CHANGES_STATE, SENDS_DATA, READS_PRIVATE_DATA);
}
