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
    private final String field;

    public ModelException(Kind kind, String message) {
        super(message);
        this.kind = kind;
        this.field = "";
    }

    public ModelException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.field = "";
    }

    private ModelException(String field, String message) {
        super(message);
        this.kind = Kind.INVALID_REQUEST;
        this.field = field;
    }

    /** @param field the part of the request that can't be served, under its name in OpenAI's API */
    public static ModelException invalid(String field, String message) {
        return new ModelException(field, message);
    }

    /** One line for a person; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public Kind kind() {
        return kind;
    }

    /** The part of the request that can't be served, under its name in OpenAI's API; empty when none is named. */
    public String field() {
        return field;
    }
}
