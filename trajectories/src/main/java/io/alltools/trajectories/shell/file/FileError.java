package io.alltools.trajectories.shell.file;

/** An operation on files that could not be done, as a system call would report it. */
public final class FileError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why; {@link #text} is the wording of the C library. */
    public enum Kind {
        NOT_FOUND("No such file or directory"),
        DENIED("Permission denied"),
        EXISTS("File exists"),
        NOT_A_FOLDER("Not a directory"),
        IS_A_FOLDER("Is a directory"),
        NOT_EMPTY("Directory not empty"),
        TOO_MANY_LINKS("Too many levels of symbolic links"),
        NOT_PERMITTED("Operation not permitted"),
        NO_SPACE("No space left on device"),
        INVALID("Invalid argument"),
        NAME_TOO_LONG("File name too long"),
        BUSY("Device or resource busy");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    private final Kind kind;
    private final String path;

    public FileError(Kind kind, String path) {
        super(path + ": " + kind.text, null, false, false);
        this.kind = kind;
        this.path = path;
    }

    public Kind kind() {
        return kind;
    }

    /** The path as it was given. */
    public String path() {
        return path;
    }

    /** The C library's words. */
    public String text() {
        return kind.text;
    }
}
