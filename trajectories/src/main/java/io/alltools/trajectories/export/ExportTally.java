package io.alltools.trajectories.export;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what became of the trajectories of an export. Not thread-safe. */
public final class ExportTally {

    private final Map<Loss.Kind, Integer> refusedFor = new EnumMap<>(Loss.Kind.class);
    private final Map<Loss.Kind, Integer> lost = new EnumMap<>(Loss.Kind.class);
    private int written;
    private int withoutRow;
    private int refused;
    private int unreadable;
    private int rows;

    public void add(ExportResult result) {
        switch (result) {
            case ExportResult.Rows some -> {
                if (some.rows().isEmpty()) {
                    withoutRow++;
                } else {
                    written++;
                }
                rows += some.rows().size();
                count(result, lost);
            }
            case ExportResult.Refused ignored -> {
                refused++;
                count(result, refusedFor);
            }
        }
    }

    /** A run whose events can't be made a trajectory of. */
    public void addUnreadable() {
        unreadable++;
    }

    private static void count(ExportResult result, Map<Loss.Kind, Integer> counts) {
        result.losses().stream().map(Loss::kind).distinct().forEach(kind -> counts.merge(kind, 1, Integer::sum));
    }

    /** How many trajectories were looked at. */
    public int read() {
        return written + withoutRow + refused + unreadable;
    }

    /** How many trajectories came to at least one row. */
    public int written() {
        return written;
    }

    /** How many came to no row though nothing was refused, because there is nothing to learn from them. */
    public int withoutRow() {
        return withoutRow;
    }

    public int refused() {
        return refused;
    }

    public int unreadable() {
        return unreadable;
    }

    public int rows() {
        return rows;
    }

    /** How many trajectories were refused for each kind of loss, by its id; one may be refused for several. */
    public SortedMap<String, Integer> refusedFor() {
        return byId(refusedFor);
    }

    /** How many written trajectories are without what a kind of loss says, by its id. */
    public SortedMap<String, Integer> lost() {
        return byId(lost);
    }

    private static SortedMap<String, Integer> byId(Map<Loss.Kind, Integer> counts) {
        return counts.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().id(), Map.Entry::getValue, Integer::sum, TreeMap::new));
    }
}
