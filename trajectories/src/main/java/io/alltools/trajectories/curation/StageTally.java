package io.alltools.trajectories.curation;

import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what a stage does. Not thread-safe: each thread has its own, and they are added up. */
final class StageTally {

    private final SortedMap<String, Long> dropped = new TreeMap<>();
    private final SortedMap<String, Long> changes = new TreeMap<>();
    private long in;
    private long out;
    private long changed;
    private long bytes;
    private long nanos;

    /** The record as it goes on; null when it doesn't. */
    @Nullable
    AtifTrajectory count(Verdict verdict, long recordBytes) {
        in++;
        bytes += recordBytes;
        return switch (verdict) {
            case Verdict.Kept kept -> {
                out++;
                yield kept.trajectory();
            }
            case Verdict.Changed some -> {
                out++;
                changed++;
                some.changes().forEach(change -> changes.merge(change, 1L, Long::sum));
                yield some.trajectory();
            }
            case Verdict.Dropped some -> {
                dropped.merge(some.reason(), 1L, Long::sum);
                yield null;
            }
        };
    }

    void worked(long someNanos) {
        nanos += someNanos;
    }

    void add(StageTally other) {
        in += other.in;
        out += other.out;
        changed += other.changed;
        bytes += other.bytes;
        nanos += other.nanos;
        other.dropped.forEach((reason, count) -> dropped.merge(reason, count, Long::sum));
        other.changes.forEach((change, count) -> changes.merge(change, count, Long::sum));
    }

    CurationReport.StageReport report(String name, Map<String, String> settings) {
        return new CurationReport.StageReport(name, settings, in, out, dropped, changed, changes, bytes, nanos / 1e9);
    }
}
