package io.alltools.web.store;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * The order of a list of runs. Runs without the value stand last; those with the same follow one another by their ids.
 */
public record TrajectoryOrder(By by, boolean descending) {

    public static final TrajectoryOrder NEWEST_FIRST = new TrajectoryOrder(By.STARTED, true);

    /** What runs are ordered by. */
    public enum By {
        STARTED("started_at"),
        STEPS("steps"),
        TOKENS("total_tokens"),
        REWARD("reward");

        final String column;

        By(String column) {
            this.column = column;
        }

        /** Whether runs may be without it. */
        boolean mayBeMissing() {
            return this != STARTED;
        }
    }

    String direction() {
        return descending ? " desc" : " asc";
    }

    /** Compares what comes later with what comes before. */
    String later() {
        return descending ? " < " : " > ";
    }

    /**
     * The last run of a page, behind which the next one begins.
     *
     * @param value what it is ordered by; null where it has none
     */
    public record Place(@Nullable Object value, String runId) {

        /** As clients keep it. */
        public String text() {
            return (value == null ? "" : value) + "~" + runId;
        }
    }

    static Place placeOf(TrajectorySummary run, By by) {
        Object value = switch (by) {
            case STARTED -> run.run().startedAt();
            case STEPS -> run.run().steps();
            case TOKENS -> run.tokens();
            case REWARD -> run.reward();
        };
        return new Place(value, run.run().id());
    }

    /**
     * Reads what {@link Place#text} gives in this order.
     *
     * @throws IllegalArgumentException when it is no place in this order
     */
    public Place place(String text) {
        int mark = text.indexOf('~');
        if (mark >= 0 && text.substring(mark + 1).matches("[A-Za-z0-9_]+")) {
            String value = text.substring(0, mark);
            try {
                return new Place(value.isEmpty() && by.mayBeMissing() ? null : value(value), text.substring(mark + 1));
            } catch (NumberFormatException | DateTimeParseException e) {
                // Told below.
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is not the cursor of a list in this order");
    }

    private Object value(String text) {
        return switch (by) {
            case STARTED -> Instant.parse(text);
            case STEPS -> Integer.valueOf(text);
            case TOKENS -> Long.valueOf(text);
            case REWARD -> Double.valueOf(text);
        };
    }
}
