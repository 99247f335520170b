package io.alltools.web.store;

import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.dataset.Trajectories;
import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The runs that were recorded so far as a data set, the oldest first, with what people think of them. Runs that can't
 * be read are passed over, in each reading the same ones. Not thread-safe.
 */
public final class RecordedTrajectories implements Trajectories {

    private final TrajectoryStore store;
    private final List<String> ids;
    private final Set<String> read = new HashSet<>();
    private final Map<String, String> unreadable = new TreeMap<>();

    /** Later runs are no part of it: it is the same however often it is read. */
    public RecordedTrajectories(TrajectoryStore store, RunStore runs) {
        this.store = store;
        this.ids = runs.newest(Integer.MAX_VALUE).reversed().stream()
                .map(RunSummary::id)
                .toList();
    }

    /** How many runs there are, whether they can be read or not. */
    public int size() {
        return ids.size();
    }

    /** What was passed over so far: why, by the run's id. */
    public Map<String, String> unreadable() {
        return Collections.unmodifiableMap(unreadable);
    }

    @Override
    public Cursor open() {
        Iterator<String> rest = ids.iterator();
        return () -> next(rest);
    }

    private Optional<AtifTrajectory> next(Iterator<String> rest) throws IOException {
        while (rest.hasNext()) {
            String id = rest.next();
            if (!unreadable.containsKey(id)) {
                Optional<AtifTrajectory> record = record(id);
                if (record.isPresent()) {
                    return record;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<AtifTrajectory> record(String id) throws IOException {
        String why = "it was deleted meanwhile";
        try {
            Optional<AtifTrajectory> record = store.record(id);
            if (record.isPresent()) {
                read.add(id);
                return record;
            }
        } catch (IllegalArgumentException e) {
            why = String.valueOf(e.getMessage());
        }
        if (read.contains(id)) {
            // Stages that read twice count records: one less would give the others its verdict.
            throw new IOException(id + " could be read before and can't be now: " + why + "; run the command again");
        }
        unreadable.put(id, why);
        return Optional.empty();
    }
}
