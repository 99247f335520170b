package io.alltools.web.store;

import io.alltools.agent.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

    /** The runs that go on from each, oldest first; of null the first ones of the session. */
    public Map<@Nullable String, List<String>> children() {
        Map<@Nullable String, List<String>> children = new HashMap<>();
        for (RunSummary run : runs) {
            children.computeIfAbsent(run.parentId(), parent -> new ArrayList<>())
                    .add(run.id());
        }
        return children;
    }

    /** The runs of the branch, from its first to its last. */
    public List<String> branch() {
        Map<String, RunSummary> byId = runs.stream().collect(Collectors.toMap(RunSummary::id, run -> run));
        List<String> branch = new ArrayList<>();
        RunSummary next = leaf == null ? null : byId.get(leaf);
        while (next != null) {
            branch.add(next.id());
            next = next.parentId() == null ? null : byId.get(next.parentId());
        }
        return List.copyOf(branch.reversed());
    }
}
