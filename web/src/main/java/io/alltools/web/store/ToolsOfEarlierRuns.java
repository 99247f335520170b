package io.alltools.web.store;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.RunEvent;
import java.sql.Connection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Finds the tools of runs that were recorded before there was a table of them: only Java reads the events' JSON. */
final class ToolsOfEarlierRuns {

    private ToolsOfEarlierRuns() {}

    static void migrate(Connection connection) {
        int ignored = fill(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
    }

    /**
     * Run by run, since all events together may not fit into memory.
     *
     * @return in how many runs tools were called
     */
    static int fill(JdbcClient client) {
        List<String> runs = client.sql("select distinct run_id from run_events where type = 'ToolCallStarted'")
                .query((row, n) -> row.getString("run_id"))
                .list();
        for (String run : runs) {
            client.sql("select json from run_events where run_id = ?"
                            + " and type in ('ToolCallStarted', 'ToolCallFinished') order by seq")
                    .param(run)
                    .query((row, n) -> Json.read(row.getString(1), JournalEntry.class))
                    .list()
                    .forEach(entry -> add(client, entry));
        }
        return runs.size();
    }

    private static void add(JdbcClient client, JournalEntry entry) {
        if (entry.event() instanceof RunEvent.ToolCallStarted call) {
            RunTools.called(client, entry.runId(), call);
        } else if (entry.event() instanceof RunEvent.ToolCallFinished call) {
            RunTools.finished(client, entry.runId(), call);
        }
    }
}
