package io.alltools.web.store;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.RunEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is kept: its start without the messages that it has in common with an earlier run's.
 *
 * @param parentId the run that it goes on from; null for a first one
 * @param nested whether it answers a call of another run
 * @param baseId the run whose first {@code kept} messages come before those of the start; null where it is whole
 * @param depth how many runs lie before it, as far as they share messages
 * @param carried how many messages the conversation had that it goes on from; null where its own does not begin with it
 * @param ratings what people think of it and its steps
 * @param entries its events, the start first
 */
public record RunRecord(
        String id,
        @Nullable String parentId,
        boolean nested,
        @Nullable String baseId,
        int kept,
        int depth,
        @Nullable Integer carried,
        RunRatings ratings,
        List<JournalEntry> entries) {

    /** The start, without the messages that are kept elsewhere. */
    public RunEvent.RunStarted start() {
        return (RunEvent.RunStarted) entries.getFirst().event();
    }

    /** How many messages the run begins with. */
    public int messages() {
        return kept + start().messages().size();
    }
}
