package io.alltools.agent;

/** A model could not do what was asked; the message is one line for a person. */
public final class ModelException extends RuntimeException {

    /** What a caller can switch on. */
    public enum Kind {
        /** The request itself can't be served: too long for the context, an unsupported part. */
        INVALID_REQUEST,
        /** More requests wait than the model accepts; trying again later helps. */
        OVERLOADED,
        /** The request's deadline passed before the turn was complete. */
        DEADLINE_EXCEEDED,
        /** The model or its runtime failed. */
        FAILED
    }

    private final Kind kind;

    public ModelException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public ModelException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** One line for a person; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public Kind kind() {
        return kind;
    }
}
