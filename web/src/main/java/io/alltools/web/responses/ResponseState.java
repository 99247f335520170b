package io.alltools.web.responses;

import io.alltools.agent.Outcome;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far a response is.
 *
 * @param error why it failed; null when it did not
 * @param incomplete why it is not complete, as the API names it; null when it is
 */
record ResponseState(
        Status status, @Nullable String error, @Nullable String incomplete) {

    enum Status {
        QUEUED,
        IN_PROGRESS,
        COMPLETED,
        FAILED,
        INCOMPLETE,
        CANCELLED;

        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final ResponseState QUEUED = new ResponseState(Status.QUEUED, null, null);
    static final ResponseState IN_PROGRESS = new ResponseState(Status.IN_PROGRESS, null, null);
    private static final ResponseState COMPLETED = new ResponseState(Status.COMPLETED, null, null);

    /**
     * The state that a run's outcome is.
     *
     * @param cutOff whether the last turn reached the limit of its tokens
     * @param callsAreOpen whether it ended because the client's turn has come
     */
    static ResponseState of(Outcome outcome, boolean cutOff, boolean callsAreOpen) {
        return switch (outcome.kind()) {
            case ANSWERED -> COMPLETED;
            case NEEDS_INPUT -> callsAreOpen ? COMPLETED : failed(outcome);
            case BUDGET_EXHAUSTED -> cutOff ? incomplete("max_output_tokens") : failed(outcome);
            case REFUSED -> incomplete("content_filter");
            case CANCELLED -> new ResponseState(Status.CANCELLED, null, null);
            case FAILED -> failed(outcome);
        };
    }

    private static ResponseState incomplete(String reason) {
        return new ResponseState(Status.INCOMPLETE, null, reason);
    }

    private static ResponseState failed(Outcome outcome) {
        return new ResponseState(Status.FAILED, outcome.detail(), null);
    }

    /** The event that ends a stream. There is none of its own for a response that was cancelled. */
    String lastEvent() {
        return switch (status) {
            case QUEUED, IN_PROGRESS -> throw new IllegalStateException("it is not over");
            case COMPLETED -> "response.completed";
            case FAILED -> "response.failed";
            case INCOMPLETE, CANCELLED -> "response.incomplete";
        };
    }
}
