package io.alltools.agent.guard;

import io.alltools.agent.Checks;

/** Puts tags in the place of what is sensitive in the user's words. */
public record RedactInput(Redaction redaction) implements Checks.InputCheck {

    @Override
    public Checks.Finding check(String text) {
        return new Checks.Finding.Replace(redaction.redact(text));
    }
}
