package io.alltools.agent.guard;

import io.alltools.agent.Checks;

/** Refuses an answer that is longer than {@code characters}; it is told only when it is complete. */
public record OutputLength(int characters) implements Checks.OutputCheck {

    public OutputLength {
        if (characters < 1) {
            throw new IllegalArgumentException(
                    "an answer may have at most " + characters + " characters: expected 1 or more");
        }
    }

    @Override
    public Checks.Finding check(String text) {
        return text.length() <= characters
                ? Checks.Finding.PASS
                : new Checks.Finding.Refuse(
                        "it has " + text.length() + " characters, and at most " + characters + " are allowed");
    }
}
