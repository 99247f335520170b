package io.alltools.trajectories.curation;

import io.alltools.trajectories.table.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What became of a data set in a {@link Pipeline}; its JSON is {@code Json.write(report)}.
 *
 * @param in records that were read
 * @param out records that went to the end
 * @param bytes of the records that were read, as they stood in their file; 0 where they stood in none
 * @param seconds from the beginning to the end
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CurationReport(List<StageReport> stages, long in, long out, long bytes, double seconds) {

    public CurationReport {
        stages = List.copyOf(stages);
    }

    /**
     * @param settings what it was told, by option; with the defaults where the command line made it
     * @param in records that came to it
     * @param dropped by reason
     * @param changed records that went on otherwise than they came
     * @param changes what was done to them, by its id, as often as it was done
     * @param bytes of the records that came, as they stood where they were last read: in the source, or in the
     *     temporary file before a stage that surveys
     * @param seconds that it worked, summed over threads
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record StageReport(
            String name,
            Map<String, String> settings,
            long in,
            long out,
            SortedMap<String, Long> dropped,
            long changed,
            SortedMap<String, Long> changes,
            long bytes,
            double seconds) {}

    /** A table for people, with a line for the whole. */
    public String table() {
        TextTable table =
                new TextTable("stage", "in", "out", "kept", "changed", "MB", "seconds", "dropped and changed");
        for (StageReport stage : stages) {
            table.row(
                    title(stage),
                    count(stage.in()),
                    count(stage.out()),
                    percent(stage.out(), stage.in()),
                    count(stage.changed()),
                    megabytes(stage.bytes()),
                    seconds(stage.seconds()),
                    reasons(stage));
        }
        table.row("total", count(in), count(out), percent(out, in), "", megabytes(bytes), seconds(seconds), "");
        return table.toString();
    }

    private static String title(StageReport stage) {
        return stage.name()
                + (stage.settings().isEmpty()
                        ? ""
                        : stage.settings().entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.joining(",", ":", "")));
    }

    private static String reasons(StageReport stage) {
        String dropped = stage.dropped().entrySet().stream()
                .map(entry -> "-" + count(entry.getValue()) + " " + entry.getKey())
                .collect(Collectors.joining("; "));
        String changes = stage.changes().entrySet().stream()
                .map(entry -> count(entry.getValue()) + " " + entry.getKey())
                .collect(Collectors.joining("; "));
        return dropped + (dropped.isEmpty() || changes.isEmpty() ? "" : "; ") + changes;
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    private static String megabytes(long bytes) {
        return bytes == 0 ? "-" : String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }
}
