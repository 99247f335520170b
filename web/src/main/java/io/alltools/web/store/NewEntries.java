package io.alltools.web.store;

import io.alltools.agent.JournalEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * A run's events without what was said before it.
 *
 * @param before how many messages are left out of the start: the whole conversation of the run that it goes on from; 0
 *     where the start holds them all, since it does not begin with that conversation, or there is none
 */
public record NewEntries(int before, List<JournalEntry> entries) {

    NewEntries followedBy(List<JournalEntry> others) {
        List<JournalEntry> all = new ArrayList<>(entries);
        all.addAll(others);
        return new NewEntries(before, all);
    }
}
