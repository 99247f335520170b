package io.alltools.web.cli;

import io.alltools.web.store.RunStore;
import io.alltools.web.store.RunSummary;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the run that a person means. */
final class RunIds {

    private static final int LISTED = 5;

    private RunIds() {}

    /**
     * The run whose id begins so.
     *
     * @throws IllegalArgumentException when there is none, or more than one
     */
    static RunSummary theOne(RunStore store, String beginning) {
        List<RunSummary> runs = store.startingWith(beginning, LISTED);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException(
                    "no run's id begins with \"" + beginning + "\"; alltools trajectories list shows them");
        }
        if (runs.size() > 1) {
            throw new IllegalArgumentException("\"" + beginning + "\" begins several ids, give more of it: "
                    + runs.stream().map(RunSummary::id).collect(Collectors.joining(", ")));
        }
        return runs.getFirst();
    }
}
