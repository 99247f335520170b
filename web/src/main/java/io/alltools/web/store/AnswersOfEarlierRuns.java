package io.alltools.web.store;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.RunEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Fills the column of answers, which SQL can't read out of the events' JSON in one way on both databases. */
final class AnswersOfEarlierRuns {

    private static final int ROWS = 200;

    private AnswersOfEarlierRuns() {}

    static void migrate(Connection connection) throws SQLException {
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
