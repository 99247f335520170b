package io.alltools.web.exchange;

import io.alltools.agent.Message;
import io.alltools.agent.RunEvent;
import java.time.Instant;
import java.util.Objects;

/** What the application takes for granted in events, asked of those that came from elsewhere. */
final class ImportedEvents {

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final int MODEL_CHARACTERS = 400;

    private ImportedEvents() {}

    /** @throws ImportException when it is no time that a run can have begun at */
    static void require(Instant at, String place) {
        if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
            throw new ImportException(place, at + ": expected a time from " + EARLIEST + " to " + LATEST);
        }
    }

    /**
     * @throws ImportException when a value can't be kept
     * @throws NullPointerException when a field is missing that must be there
     */
    static void require(RunEvent.RunStarted start, String place) {
        Objects.requireNonNull(start.tools()).forEach(Objects::requireNonNull);
        Objects.requireNonNull(start.sampling());
        Objects.requireNonNull(start.budget());
        Objects.requireNonNull(start.sessionId());
        for (Message message : start.messages()) {
            String ignored = Objects.requireNonNull(message.text());
            if (message instanceof Message.Assistant assistant) {
                assistant.calls().forEach(Objects::requireNonNull);
            }
        }
        if (start.model().length() > MODEL_CHARACTERS) {
            throw new ImportException(
                    place + ".model",
                    "it has " + start.model().length() + " characters: expected at most " + MODEL_CHARACTERS);
        }
    }
}
