package io.alltools.web.store;

import io.alltools.agent.JournalEntry;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.rating.RatedTrajectory;
import io.alltools.web.caller.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Recorded runs as data: found by what they are and by what people think of them. */
public final class TrajectoryStore {

    /** How much of a note a list shows. */
    public static final int NOTE_CHARACTERS = 200;

    private static final String COLUMNS = RunStore.COLUMNS + ", total_tokens, reward, substring(note, 1, "
            + NOTE_CHARACTERS + ") as note, task, thumb, set_reward, included, rated_by, rated_at";

    private final Database database;
    private final RunStore runs;
    private final Sight sight;
    private final String caller;

    /** Sees all runs; what is changed is changed by the local user. */
    public TrajectoryStore(Database database, RunStore runs) {
        this(database, runs, Sight.EVERYTHING, Caller.LOCAL.id());
    }

    private TrajectoryStore(Database database, RunStore runs, Sight sight, String caller) {
        this.database = database;
        this.runs = runs;
        this.sight = sight;
        this.caller = caller;
    }

    /** The same with those runs alone that the caller may see, and changed by the caller. */
    public TrajectoryStore as(Caller caller) {
        return new TrajectoryStore(database, runs.as(caller), Sight.of(caller), caller.id());
    }

    /** What people think of these runs. */
    public RatingStore ratings() {
        return new RatingStore(database, runs, sight, caller);
    }

    /** @param after the last run of the page before; null for the first page */
    public List<TrajectorySummary> page(
            TrajectoryFilter filter, TrajectoryOrder order, TrajectoryOrder.@Nullable Place after, int limit) {
        TrajectorySearch search = new TrajectorySearch(filter, sight);
        return database.read(client -> {
            List<TrajectorySummary> page = new ArrayList<>();
            if (after == null || after.value() != null) {
                page.addAll(withValue(client, search, order, after, limit));
            }
            // Those without the value come last, in a query of their own so that both go along an index.
            if (page.size() < limit && order.by().mayBeMissing()) {
                TrajectoryOrder.Place place = after != null && after.value() == null ? after : null;
                page.addAll(withoutValue(client, search, order, place, limit - page.size()));
            }
            return withTools(client, page);
        });
    }

    private static List<TrajectorySummary> withValue(
            JdbcClient client,
            TrajectorySearch search,
            TrajectoryOrder order,
            TrajectoryOrder.@Nullable Place after,
            int limit) {
        String column = order.by().column;
        String sql = "select " + COLUMNS + " from runs where $where"
                + (order.by().mayBeMissing() ? " and " + column + " is not null" : "");
        if (after != null) {
            String later = order.later();
            sql += " and " + column + later.stripTrailing() + "= :place and (" + column + later + ":place or id" + later
                    + ":placeId)";
        }
        JdbcClient.StatementSpec query = search.query(
                        client,
                        sql + " order by " + column + order.direction() + ", id" + order.direction() + " limit :limit")
                .param("limit", limit);
        if (after != null) {
            Object value = after.value() instanceof Instant instant ? DatabaseJournal.time(instant) : after.value();
            query = query.param("place", value).param("placeId", after.runId());
        }
        return query.query(RatingStore::summary).list();
    }

    private static List<TrajectorySummary> withoutValue(
            JdbcClient client,
            TrajectorySearch search,
            TrajectoryOrder order,
            TrajectoryOrder.@Nullable Place after,
            int limit) {
        JdbcClient.StatementSpec query = search.query(
                        client,
                        "select " + COLUMNS + " from runs where $where and " + order.by().column + " is null"
                                + (after == null ? "" : " and id" + order.later() + ":placeId") + " order by id"
                                + order.direction() + " limit :limit")
                .param("limit", limit);
        return (after == null ? query : query.param("placeId", after.runId()))
                .query(RatingStore::summary)
                .list();
    }

    private static List<TrajectorySummary> withTools(JdbcClient client, List<TrajectorySummary> page) {
        Map<String, List<TrajectorySummary.ToolUse>> tools =
                RunTools.of(client, page.stream().map(each -> each.run().id()).toList());
        return page.stream()
                .map(each -> new TrajectorySummary(
                        each.run(),
                        each.tokens(),
                        each.rating(),
                        each.reward(),
                        tools.getOrDefault(each.run().id(), List.of())))
                .toList();
    }

    /** Where the next page begins: behind the last run of this one. */
    public static TrajectoryOrder.Place endOf(List<TrajectorySummary> page, TrajectoryOrder order) {
        return TrajectoryOrder.placeOf(page.getLast(), order.by());
    }

    public long count(TrajectoryFilter filter) {
        TrajectorySearch search = new TrajectorySearch(filter, sight);
        return database.read(client -> search.query(client, "select count(*) from runs where $where")
                .query(Long.class)
                .single());
    }

    public Optional<TrajectorySummary> find(String runId) {
        return database.read(client -> withTools(
                        client,
                        sight.query(client, "select " + COLUMNS + " from runs where id = :id" + sight.and("session_id"))
                                .param("id", runId)
                                .query(RatingStore::summary)
                                .list())
                .stream()
                .findFirst());
    }

    /** The numbers of all runs that the filter finds. */
    public TrajectoryStats stats(TrajectoryFilter filter) {
        return database.read(client -> new TrajectoryCounts(client, new TrajectorySearch(filter, sight)).count());
    }

    /** The canonical record of a run with what people think of it; empty for a run that does not exist. */
    public Optional<AtifTrajectory> record(String runId) {
        List<JournalEntry> entries = runs.entries(runId, 0);
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        RatingStore ratings = ratings();
        return ratings.ofRun(runId)
                .map(run -> RatedTrajectory.of(AtifTrajectory.of(entries), run, ratings.ofSteps(runId)));
    }

    /**
     * Decides for all runs that a filter finds whether they belong to the data set.
     *
     * @param included null to leave it open
     * @return how many runs that were
     */
    public int include(TrajectoryFilter filter, @Nullable Boolean included) {
        TrajectorySearch search = new TrajectorySearch(filter, sight);
        return database.write(client ->
                changed(search.query(client, INCLUDE + "$where"), included).update());
    }

    /** As {@link #include(TrajectoryFilter, Boolean)} for these runs, as far as they exist. */
    public int include(Collection<String> runIds, @Nullable Boolean included) {
        return runIds.isEmpty()
                ? 0
                : database.write(client -> changed(
                                sight.query(client, INCLUDE + "id in (:ids)" + sight.and("session_id"))
                                        .param("ids", runIds),
                                included)
                        .update());
    }

    private static final String INCLUDE = "update runs set included = :included, rated_by = :by, rated_at = :at where ";

    private JdbcClient.StatementSpec changed(JdbcClient.StatementSpec update, @Nullable Boolean included) {
        return update.param("included", included).param("by", caller).param("at", DatabaseJournal.time(Instant.now()));
    }
}
