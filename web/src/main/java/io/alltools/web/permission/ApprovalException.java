package io.alltools.web.permission;

/** A decision that can't count. */
public final class ApprovalException extends RuntimeException {

    /** What is wrong with the decision. */
    public enum Kind {
        /** The call does not wait: it was decided, it expired, or it never asked. */
        NOT_PENDING,
        /** The changed arguments break the tool's schema. */
        INVALID_ARGUMENTS
    }

    private final Kind kind;

    ApprovalException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
