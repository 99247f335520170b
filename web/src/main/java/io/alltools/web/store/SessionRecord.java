package io.alltools.web.store;

import io.alltools.agent.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that is kept: a tree of runs, of which one branch is looked at.
 *
 * @param title as it was given, else the beginning of its first input; empty when there is none
 * @param leaf the last run of the branch, which the next run goes on from; null while there is none
 * @param messages what was said on the branch
 * @param runs of all branches, oldest first
 */
public record SessionRecord(
        String id,
        Instant createdAt,
        String title,
        @Nullable String leaf,
        List<Message> messages,
        List<RunSummary> runs) {

    /** The runs that go on from this one, oldest first; the first ones of the session for null. */
    public List<String> children(@Nullable String runId) {
        return runs.stream()
                .filter(run -> java.util.Objects.equals(run.parentId(), runId))
                .map(RunSummary::id)
                .toList();
    }

    /** The runs of the branch, from its first to its last. */
    public List<String> branch() {
        List<String> branch = new ArrayList<>();
        String next = leaf;
        while (next != null) {
            branch.addFirst(next);
            next = parentOf(next);
        }
        return List.copyOf(branch);
    }

    private @Nullable String parentOf(String runId) {
        return runs.stream()
                .filter(run -> run.id().equals(runId))
                .findFirst()
                .map(RunSummary::parentId)
                .orElse(null);
    }
}
