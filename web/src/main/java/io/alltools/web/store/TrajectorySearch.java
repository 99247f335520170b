package io.alltools.web.store;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A filter as a condition on the table of runs, within what somebody may see. */
final class TrajectorySearch {

    private final Sight sight;
    private final StringBuilder condition = new StringBuilder("true");
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    TrajectorySearch(TrajectoryFilter filter, Sight sight) {
        this.sight = sight;
        String task = filter.task();
        if (task != null && task.isEmpty()) {
            condition.append(" and runs.task is null");
        } else {
            and("runs.task = :task", "task", task);
        }
        if (filter.tool() != null) {
            and(
                    "exists (select 1 from run_tools t where t.tool = :tool and t.run_id = runs.id)",
                    "tool",
                    StorableText.column(filter.tool()));
        }
        TrajectoryFilter.Ending outcome = filter.outcome();
        if (outcome != null) {
            switch (outcome) {
                case TrajectoryFilter.Ending.Finished(var kind) ->
                    and("runs.outcome = :outcome", "outcome", kind.name());
                case TrajectoryFilter.Ending.Incomplete() -> condition.append(" and runs.outcome is null");
            }
        }
        and("runs.reward >= :rewardMin", "rewardMin", filter.rewardMin());
        and("runs.reward <= :rewardMax", "rewardMax", filter.rewardMax());
        if (filter.rated() != null) {
            condition.append(filter.rated() ? " and runs.reward is not null" : " and runs.reward is null");
        }
        if (filter.inclusion() != null) {
            condition.append(" and ").append(filter.inclusion().condition);
        }
        and("runs.steps >= :stepsMin", "stepsMin", filter.stepsMin());
        and("runs.steps <= :stepsMax", "stepsMax", filter.stepsMax());
        and("runs.total_tokens >= :tokensMin", "tokensMin", filter.tokensMin());
        and("runs.total_tokens <= :tokensMax", "tokensMax", filter.tokensMax());
        and("runs.started_at >= :from", "from", filter.from() == null ? null : DatabaseJournal.time(filter.from()));
        and("runs.started_at < :to", "to", filter.to() == null ? null : DatabaseJournal.time(filter.to()));
        and("runs.model = :model", "model", filter.model());
        String text = filter.text();
        if (text != null) {
            String literal = text.toLowerCase(Locale.ROOT).replaceAll("[%_!]", "!$0");
            and("lower(runs.input) like :text escape '!'", "text", "%" + StorableText.column(literal) + "%");
        }
    }

    private void and(String test, String name, @Nullable Object value) {
        if (value != null) {
            condition.append(" and ").append(test);
            parameters.put(name, value);
        }
    }

    /** @param sql with {@code $where} in the place of the condition; columns of runs are not ambiguous in it */
    JdbcClient.StatementSpec query(JdbcClient client, String sql) {
        String whole = sql.replace("$where", condition + sight.and("runs.session_id"));
        JdbcClient.StatementSpec query = sight.query(client, whole);
        for (Map.Entry<String, Object> each : parameters.entrySet()) {
            query = query.param(each.getKey(), each.getValue());
        }
        return query;
    }
}
