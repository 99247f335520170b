package io.alltools.web.caller;

import io.alltools.agent.Usage;

/** Counts the tokens that callers use. */
@FunctionalInterface
public interface Meter {

    /** Counts nothing. */
    Meter NONE = (caller, usage) -> {};

    /** Tokens that the caller has used just now. */
    void used(Caller caller, Usage usage);
}
