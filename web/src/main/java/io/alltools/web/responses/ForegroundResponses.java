package io.alltools.web.responses;

import io.alltools.agent.ApprovalRequest;
import io.alltools.agent.Approver;
import io.alltools.agent.Decision;
import io.alltools.web.store.ResponseRecord;
import io.alltools.web.store.ResponseStore;

/**
 * Denies at once what a client's response would have to ask a person: the client waits, and can't be asked. Calls of a
 * response in the background wait for a person like those of any run.
 */
public final class ForegroundResponses implements Approver {

    private static final Decision NOBODY = Decision.denied("nobody is there to ask");

    private final Approver others;
    private final ResponseStore responses;

    /** @param others decides about all other calls */
    public ForegroundResponses(Approver others, ResponseStore responses) {
        this.others = others;
        this.responses = responses;
    }

    @Override
    public Decision decide(ApprovalRequest request) throws InterruptedException {
        boolean inBackground =
                responses.find(request.runId()).map(ResponseRecord::background).orElse(true);
        return inBackground ? others.decide(request) : NOBODY;
    }
}
