package io.alltools.web.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.alltools.agent.Budget;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.Usage;
import io.alltools.trajectories.dataset.Trajectories;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedTrajectoriesTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    Path folder;

    private Database database;
    private RecordedTrajectories recorded;

    @BeforeEach
    void record() {
        database = Database.open(new DataFolder(folder));
        write("run_a", START.plusSeconds(60));
        write("run_b", START);
        write("run_c", START.plusSeconds(120));
        RunStore runs = new RunStore(database);
        recorded = new RecordedTrajectories(new TrajectoryStore(database, runs), runs);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theyComeOldestFirstAndLaterOnesAreNoPart() throws Exception {
        write("run_later", START.minusSeconds(60));

        assertThat(ids(recorded)).containsExactly("run_b", "run_a", "run_c");
    }

    @Test
    void whatCantBeReadIsPassedOverInEachReading() throws Exception {
        delete("run_id = 'run_a' and seq = 0");

        assertThat(ids(recorded)).containsExactly("run_b", "run_c");
        assertThat(ids(recorded)).containsExactly("run_b", "run_c");
        assertThat(recorded.unreadable()).containsOnlyKeys("run_a");
    }

    @Test
    void aRunThatIsDeletedBetweenTwoReadingsEndsTheSecond() throws Exception {
        assertThat(ids(recorded)).hasSize(3);
        delete("run_id = 'run_a'");

        assertThatIOException().isThrownBy(() -> ids(recorded)).withMessageContaining("run the command again");
    }

    private void delete(String where) {
        database.write(
                client -> client.sql("delete from run_events where " + where).update());
    }

    private static List<String> ids(Trajectories trajectories) throws Exception {
        List<String> ids = new ArrayList<>();
        try (Trajectories.Cursor cursor = trajectories.open()) {
            for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
                ids.add(next.get().trajectoryId());
            }
        }
        return ids;
    }

    private void write(String runId, Instant at) {
        DatabaseJournal journal = new DatabaseJournal(database);
        journal.append(new JournalEntry(
                runId,
                0,
                at,
                new RunEvent.RunStarted(
                        "ses_" + runId,
                        "echo",
                        List.of(Message.user("What is 6 * 7?")),
                        List.of(),
                        Sampling.GREEDY,
                        Budget.DEFAULT)));
        journal.append(new JournalEntry(
                runId, 1, at, new RunEvent.RunFinished(Outcome.ANSWERED, "42", new Usage(20, 2, 0), 1)));
    }
}
