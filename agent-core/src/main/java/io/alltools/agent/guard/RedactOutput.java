package io.alltools.agent.guard;

import io.alltools.agent.Checks;
import java.util.Optional;

/** Puts tags in the place of what is sensitive in the model's words, while it writes them. */
public record RedactOutput(Redaction redaction) implements Checks.OutputCheck {

    @Override
    public Checks.Finding check(String text) {
        return new Checks.Finding.Replace(redaction.redact(text));
    }

    @Override
    public Optional<Checks.Sieve> sieve() {
        return Optional.of(redaction.sieve());
    }
}
