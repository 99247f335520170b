package io.alltools.web.model;

/** A model can't be unloaded now; the message is one line for a person. */
public final class ModelChangeException extends RuntimeException {

    /** What a caller can switch on. */
    public enum Reason {
        /** There is no model of that name. */
        UNKNOWN,
        /** It is the application's own, which stays. */
        OWN,
        /** It is not loaded. */
        NOT_LOADED,
        /** It is being loaded, or something runs on it. */
        IN_USE
    }

    private final Reason reason;

    public ModelChangeException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
