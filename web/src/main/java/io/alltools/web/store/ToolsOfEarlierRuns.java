package io.alltools.web.store;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.RunEvent;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Finds the tools of runs that were recorded before there was a table of them: only Java reads the events' JSON. */
final class ToolsOfEarlierRuns implements JavaMigration {

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("8.1");
    }

    @Override
    public String getDescription() {
        return "tools of earlier runs";
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) {
        int ignored = fill(JdbcClient.create(new SingleConnectionDataSource(context.getConnection(), true)));
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
