package io.alltools.runtime.grammar;

/** A grammar can't be used; the message is one line that names the place. */
public final class GrammarException extends RuntimeException {

    /** What a caller can switch on. */
    public enum Kind {
        /** It is no JSON Schema or no regular expression. */
        INVALID,
        /** A keyword that can't be enforced. */
        UNSUPPORTED,
        /** Nothing satisfies it. */
        UNSATISFIABLE,
        /** It is larger, or costs more, than {@link GrammarLimits} allow. */
        LIMIT
    }

    private final Kind kind;
    private final String keyword;
    private final String path;

    GrammarException(Kind kind, String keyword, String path, String message) {
        super(message);
        this.kind = kind;
        this.keyword = keyword;
        this.path = path;
    }

    static GrammarException limit(String what) {
        return new GrammarException(Kind.LIMIT, "", "", "the grammar is too costly: " + what);
    }

    public Kind kind() {
        return kind;
    }

    /** The keyword that is the matter; empty when it is none in particular. */
    public String keyword() {
        return keyword;
    }

    /** The schema's place of it as a JSON pointer, {@code #/properties/a}; empty when unknown. */
    public String path() {
        return path;
    }

    /** One line for a person; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
