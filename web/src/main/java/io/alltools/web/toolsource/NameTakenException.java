package io.alltools.web.toolsource;

import java.util.List;

/** Tools of a source have names that other tools have, and a model could not tell them apart. */
public final class NameTakenException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NameTakenException(String source, List<String> names) {
        super("tools of " + source + " have names that other tools have: " + String.join(", ", names)
                + "; choose the others alone, or remove what has these names first");
    }
}
