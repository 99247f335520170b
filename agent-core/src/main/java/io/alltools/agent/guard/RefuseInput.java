package io.alltools.agent.guard;

import io.alltools.agent.Checks;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Refuses the user's words when something sensitive is in them. */
public record RefuseInput(Redaction redaction) implements Checks.InputCheck {

    @Override
    public Checks.Finding check(String text) {
        Set<Sensitive> found = redaction.find(text);
        return found.isEmpty()
                ? Checks.Finding.PASS
                : new Checks.Finding.Refuse("it holds what should not be said here ("
                        + found.stream()
                                .map(kind ->
                                        kind.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                                .collect(Collectors.joining(", "))
                        + "); leave that out and ask again");
    }
}
