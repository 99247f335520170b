package io.alltools.web.store;

import io.alltools.agent.RecordedRun;
import io.alltools.agent.RecordedStep;
import io.alltools.trajectories.rating.Rating;
import io.alltools.trajectories.rating.RunRating;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people think of runs and of their steps. */
public final class RatingStore {

    public static final int NOTE_CHARACTERS = 4000;
    public static final int TASK_CHARACTERS = 100;

    private static final String RATING = "thumb, set_reward, note, rated_by, rated_at";

    private static final String RATE_RUN = "update runs set thumb = :thumb, set_reward = :set, reward = :reward,"
            + " note = :note, included = :included, task = :task, rated_by = :by, rated_at = :at where id = :id";

    private final Database database;
    private final RunStore runs;
    private final Sight sight;
    private final String caller;

    /** @param caller who changes what is changed */
    RatingStore(Database database, RunStore runs, Sight sight, String caller) {
        this.database = database;
        this.runs = runs;
        this.sight = sight;
        this.caller = caller;
    }

    /** Empty for a run that does not exist. */
    public Optional<RunRating> ofRun(String runId) {
        return database.read(client -> sight.query(
                        client,
                        "select " + RATING + ", included, task from runs where id = :id" + sight.and("session_id"))
                .param("id", runId)
                .query((row, n) -> runRating(row))
                .optional());
    }

    /** By the number of the step; steps that nobody rated are not there. */
    public Map<Integer, Rating> ofSteps(String runId) {
        return runs.find(runId).isPresent() ? database.read(client -> steps(client, runId)) : Map.of();
    }

    /**
     * Puts this in the place of what was said of the run before.
     *
     * @return as it is kept, with who said it and when; empty for a run that does not exist
     */
    public Optional<RunRating> rate(String runId, RunRating said) {
        RunRating kept = signed(said, caller);
        int rows = database.write(client -> put(sight.query(client, RATE_RUN + sight.and("session_id")), runId, kept));
        return rows == 0 ? Optional.empty() : Optional.of(kept);
    }

    private static int put(JdbcClient.StatementSpec update, String runId, RunRating kept) {
        Rating rating = kept.rating();
        return update.param("thumb", number(rating.thumb()))
                .param("set", rating.set())
                .param("reward", rating.effectiveReward())
                .param("note", orNull(rating.note()))
                .param("included", kept.included())
                .param("task", orNull(kept.task()))
                .param("by", rating.by())
                .param("at", DatabaseJournal.time(Objects.requireNonNull(rating.at())))
                .param("id", runId)
                .update();
    }

    /**
     * Puts this in the place of what was said of a step before.
     *
     * @return as it is kept; empty for a step that does not exist
     */
    public Optional<Rating> rate(String runId, int step, Rating said) {
        if (!numbers(runId).contains(step)) {
            return Optional.empty();
        }
        Rating rating = signed(said, caller);
        int ignored = database.write(client -> {
            client.sql("delete from step_ratings where run_id = ? and step = ?")
                    .params(runId, step)
                    .update();
            return insert(client, runId, step, rating);
        });
        return Optional.of(rating);
    }

    private static int insert(JdbcClient client, String runId, int step, Rating rating) {
        return client.sql("insert into step_ratings (run_id, step, " + RATING + ") values (?, ?, ?, ?, ?, ?, ?)")
                .param(runId)
                .param(step)
                .param(number(rating.thumb()))
                .param(rating.set())
                .param(orNull(rating.note()))
                .param(rating.by())
                .param(DatabaseJournal.time(Objects.requireNonNull(rating.at())))
                .update();
    }

    /** All that is said of a run that is there. */
    static RunRatings read(JdbcClient client, String runId) {
        RunRating run = client.sql("select " + RATING + ", included, task from runs where id = ?")
                .param(runId)
                .query((row, n) -> runRating(row))
                .single();
        return new RunRatings(run, steps(client, runId));
    }

    /**
     * Keeps what is said of a run that was put in a moment ago: nobody knows who said it, so whoever brings it does.
     */
    static void insert(JdbcClient client, String runId, RunRatings said, String caller) {
        if (!said.run().equals(RunRating.NONE)) {
            int ignored = put(client.sql(RATE_RUN), runId, signed(said.run(), caller));
        }
        said.steps().forEach((step, rating) -> {
            int ignored = insert(client, runId, step, signed(rating, caller));
        });
    }

    private static Map<Integer, Rating> steps(JdbcClient client, String runId) {
        Map<Integer, Rating> steps = new TreeMap<>();
        client.sql("select step, " + RATING + " from step_ratings where run_id = ? order by step")
                .param(runId)
                .query((row, n) -> Map.entry(row.getInt("step"), rating(row)))
                .list()
                .forEach(each -> steps.put(each.getKey(), each.getValue()));
        return steps;
    }

    private List<Integer> numbers(String runId) {
        var entries = runs.entries(runId, 0);
        return entries.isEmpty()
                ? List.of()
                : RecordedRun.of(entries).steps().stream()
                        .map(RecordedStep::number)
                        .toList();
    }

    private static RunRating signed(RunRating said, String caller) {
        return new RunRating(signed(said.rating(), caller), said.included(), StorableText.column(said.task()));
    }

    /** With the precision of the databases. */
    private static Rating signed(Rating said, String caller) {
        return new Rating(
                said.thumb(),
                said.set(),
                StorableText.column(said.note()),
                caller,
                Instant.now().truncatedTo(ChronoUnit.MICROS));
    }

    static TrajectorySummary summary(ResultSet row, int number) throws SQLException {
        return new TrajectorySummary(
                RunStore.summary(row, number),
                row.getObject("total_tokens", Long.class),
                runRating(row),
                row.getObject("reward", Double.class),
                List.of());
    }

    private static RunRating runRating(ResultSet row) throws SQLException {
        return new RunRating(
                rating(row),
                row.getObject("included", Boolean.class),
                Objects.requireNonNullElse(row.getString("task"), ""));
    }

    private static Rating rating(ResultSet row) throws SQLException {
        Integer thumb = row.getObject("thumb", Integer.class);
        return new Rating(
                thumb == null ? null : thumb > 0 ? Rating.Thumb.UP : Rating.Thumb.DOWN,
                row.getObject("set_reward", Double.class),
                Objects.requireNonNullElse(row.getString("note"), ""),
                row.getString("rated_by"),
                RunStore.instant(row, "rated_at"));
    }

    private static @Nullable Integer number(Rating.@Nullable Thumb thumb) {
        return thumb == null ? null : thumb == Rating.Thumb.UP ? 1 : -1;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
