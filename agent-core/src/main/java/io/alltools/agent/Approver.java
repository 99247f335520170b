package io.alltools.agent;

/** A person, or what speaks for one, who decides about the calls for which the policy says {@code ASK}. */
@FunctionalInterface
public interface Approver {

    /** Blocks until there is a decision, at the longest until the request expires. */
    Decision decide(ApprovalRequest request) throws InterruptedException;

    /** Nobody is there to ask: every such call is denied. */
    static Approver nobody() {
        return request -> Decision.denied("nobody is there to ask");
    }
}
