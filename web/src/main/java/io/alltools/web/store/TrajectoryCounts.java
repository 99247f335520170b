package io.alltools.web.store;

import io.alltools.agent.Outcome;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts the runs that a search finds. */
final class TrajectoryCounts {

    /** Lower bounds of the bins: 0, 256, 512, … 131072 tokens. */
    private static final List<Long> TOKENS = LongStream.concat(
                    LongStream.of(0), LongStream.iterate(256, bound -> bound <= 131_072, bound -> 2 * bound))
            .boxed()
            .toList();

    private static final List<Double> REWARDS =
            IntStream.range(0, 10).mapToObj(tenth -> tenth / 10.0).toList();

    private static final String SUCCESSFUL =
            "sum(case when reward >= 0.5 or (reward is null and outcome = 'ANSWERED') then 1 else 0 end)";

    private final JdbcClient client;
    private final TrajectorySearch search;

    TrajectoryCounts(JdbcClient client, TrajectorySearch search) {
        this.client = client;
        this.search = search;
    }

    TrajectoryStats count() {
        List<TrajectoryStats.OutcomeCount> outcomes = search.query(
                        client,
                        "select outcome, count(*) as n from runs where $where group by outcome order by n desc, outcome")
                .query((row, i) -> {
                    String outcome = row.getString("outcome");
                    return new TrajectoryStats.OutcomeCount(
                            outcome == null ? null : Outcome.Kind.valueOf(outcome), row.getLong("n"));
                })
                .list();
        record Rated(long runs, @Nullable Double mean) {}
        Rated rated = search.query(client, "select count(reward) as n, avg(reward) as mean from runs where $where")
                .query((row, i) -> new Rated(row.getLong("n"), row.getObject("mean", Double.class)))
                .single();
        return new TrajectoryStats(
                outcomes.stream().mapToLong(TrajectoryStats.OutcomeCount::runs).sum(),
                outcomes,
                inclusion(),
                search.query(
                                client,
                                "select steps as bin, count(*) as n from runs where $where and steps is not null"
                                        + " group by steps order by steps")
                        .query((row, i) -> new TrajectoryStats.Bin(row.getInt("bin"), row.getLong("n")))
                        .list(),
                bins("total_tokens", TOKENS),
                bins("reward", REWARDS),
                rated.runs(),
                rated.mean(),
                tools(),
                tasks(),
                search.query(
                                client,
                                "select model, count(*) as n from runs where $where group by model"
                                        + " order by n desc, model limit " + TrajectoryStats.MOST)
                        .query((row, i) -> new TrajectoryStats.ModelCount(row.getString("model"), row.getLong("n")))
                        .list());
    }

    private TrajectoryStats.InclusionCount inclusion() {
        return search.query(
                        client,
                        "select sum(case when included then 1 else 0 end) as yes,"
                                + " sum(case when not included then 1 else 0 end) as no,"
                                + " sum(case when included is null then 1 else 0 end) as open from runs where $where")
                .query((row, i) ->
                        new TrajectoryStats.InclusionCount(row.getLong("yes"), row.getLong("no"), row.getLong("open")))
                .single();
    }

    /** Those bins alone that hold runs. */
    private List<TrajectoryStats.Bin> bins(String column, List<? extends Number> bounds) {
        String cases = IntStream.range(1, bounds.size())
                .mapToObj(i -> "when " + column + " < " + bounds.get(i) + " then " + (i - 1))
                .collect(Collectors.joining(" ", "case ", " else " + (bounds.size() - 1) + " end"));
        return search.query(
                        client,
                        "select bin, count(*) as n from (select " + cases + " as bin from runs where $where and "
                                + column + " is not null) as binned group by bin order by bin")
                .query((row, i) ->
                        new TrajectoryStats.Bin(bounds.get(row.getInt("bin")).doubleValue(), row.getLong("n")))
                .list();
    }

    private List<TrajectoryStats.ToolCount> tools() {
        return search.query(
                        client,
                        "select u.tool, count(*) as n, sum(u.calls) as calls, sum(u.failed) as failed from run_tools u"
                                + " join runs on runs.id = u.run_id where $where group by u.tool"
                                + " order by n desc, u.tool limit " + TrajectoryStats.MOST)
                .query((row, i) -> new TrajectoryStats.ToolCount(
                        row.getString("tool"), row.getLong("n"), row.getLong("calls"), row.getLong("failed")))
                .list();
    }

    private List<TrajectoryStats.TaskCount> tasks() {
        return search.query(
                        client,
                        "select task, count(*) as n, " + SUCCESSFUL + " as successful, count(reward) as rated,"
                                + " avg(reward) as mean from runs where $where group by task"
                                + " order by n desc, task limit " + TrajectoryStats.MOST)
                .query((row, i) -> new TrajectoryStats.TaskCount(
                        Objects.requireNonNullElse(row.getString("task"), ""),
                        row.getLong("n"),
                        row.getLong("successful"),
                        row.getLong("rated"),
                        row.getObject("mean", Double.class)))
                .list();
    }
}
