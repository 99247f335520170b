package io.alltools.trajectories.shell.interpreter;

import io.alltools.trajectories.shell.text.Glob;
import java.util.ArrayList;
import java.util.List;

/** Builds the fields that a word expands to, as patterns in which all that was quoted is escaped. */
final class Fields {

    private final List<String> done = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();
    private final String separators;
    private boolean started;
    private boolean afterBlank;

    /** @param separators the characters of IFS */
    Fields(String separators) {
        this.separators = separators;
    }

    void quoted(String text) {
        current.append(Glob.quote(text));
        started = true;
    }

    /** A literal of the script: not split, but its stars count. */
    void literal(String text) {
        current.append(text.replace("\\", "\\\\"));
        started = true;
    }

    /** A value that is split at separators. */
    void split(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (separators.indexOf(c) < 0) {
                if (c == '\\') {
                    current.append('\\');
                }
                current.append(c);
                started = true;
                afterBlank = false;
            } else if (c == ' ' || c == '\t' || c == '\n') {
                if (started) {
                    end();
                    afterBlank = true;
                }
            } else {
                if (!afterBlank) {
                    started = true;
                    end();
                }
                afterBlank = false;
            }
        }
    }

    /** Ends a field where one has begun. */
    void end() {
        if (started) {
            done.add(current.toString());
            current.setLength(0);
            started = false;
        }
    }

    List<String> patterns() {
        end();
        return done;
    }
}
