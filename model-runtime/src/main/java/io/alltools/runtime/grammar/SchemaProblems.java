package io.alltools.runtime.grammar;

import io.alltools.runtime.grammar.GrammarException.Kind;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a schema, or can't be enforced. */
final class SchemaProblems {

    private final boolean ignoreUnsupported;
    private final List<String> ignored = new ArrayList<>();

    SchemaProblems(boolean ignoreUnsupported) {
        this.ignoreUnsupported = ignoreUnsupported;
    }

    /** A keyword has a meaning that is not enforced: an error, unless the caller allows it to be ignored. */
    void unsupported(String keyword, String path, String why) {
        if (!ignoreUnsupported) {
            throw new GrammarException(
                    Kind.UNSUPPORTED,
                    keyword,
                    path,
                    "the keyword \"" + keyword + "\" at " + path + " can't be enforced: " + why);
        }
        ignored.add(keyword + " at " + path);
    }

    GrammarException invalid(String keyword, String path, String why) {
        return new GrammarException(
                Kind.INVALID,
                keyword,
                path,
                "the schema at " + path + (keyword.isEmpty() ? "" : ", keyword \"" + keyword + "\",")
                        + " is not valid: " + why);
    }

    /** Keywords that were ignored, each with its path. */
    List<String> ignored() {
        return List.copyOf(ignored);
    }
}
