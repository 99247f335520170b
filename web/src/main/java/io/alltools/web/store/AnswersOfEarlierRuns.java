package io.alltools.web.store;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.RunEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/** Fills the column of answers, which SQL can't read out of the events' JSON in one way on both databases. */
final class AnswersOfEarlierRuns implements JavaMigration {

    private static final int ROWS = 200;

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("6.1");
    }

    @Override
    public String getDescription() {
        return "answers of earlier runs";
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
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        try (PreparedStatement select =
                        connection.prepareStatement("select json from run_events where type = 'RunFinished'");
                PreparedStatement update = connection.prepareStatement("update runs set answer = ? where id = ?")) {
            // PostgreSQL reads everything at once otherwise.
            select.setFetchSize(ROWS);
            try (ResultSet events = select.executeQuery()) {
                while (events.next()) {
                    JournalEntry entry = Json.read(events.getString(1), JournalEntry.class);
                    if (entry.event() instanceof RunEvent.RunFinished finished) {
                        update.setString(1, StorableText.column(finished.answer()));
                        update.setString(2, entry.runId());
                        update.executeUpdate();
                    }
                }
            }
        }
    }
}
