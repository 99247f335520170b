package io.alltools.web.store;

/** A file can't be attached to a session; the message is one line for a person. */
public final class AttachmentException extends RuntimeException {

    /** What was in the way. */
    public enum Kind {
        /** The name can't be used. */
        NAME,
        /** Files of this type are of no use there. */
        TYPE,
        /** A file of this name is there already. */
        EXISTS,
        /** The file is larger than one may be. */
        TOO_LARGE,
        /** The session has as many files, or as many bytes of them, as it may have. */
        TOO_MANY,
        /** There is no such file, or it can't be read. */
        SOURCE
    }

    private final Kind kind;

    public AttachmentException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
