package io.alltools.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Budget;
import io.alltools.agent.FinishReason;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.Usage;
import io.alltools.trajectories.rating.Rating;
import io.alltools.trajectories.rating.RunRating;
import io.alltools.web.EchoParts;
import io.alltools.web.store.DataFolder;
import io.alltools.web.store.Database;
import io.alltools.web.store.DatabaseJournal;
import io.alltools.web.store.RunStore;
import io.alltools.web.store.TrajectoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Commands without a file work on the recorded runs, and what people think of them is their reward. */
class RecordedDataTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    Path folder;

    private DataCommands commands;
    private Path output;

    @BeforeEach
    void record() {
        commands = new DataCommands(new EchoParts(), folder);
        output = folder.resolve("out.jsonl");
        try (Database database = Database.open(new DataFolder(folder))) {
            write(database, "run_good", START, "42");
            write(database, "run_bad", START.plusSeconds(60), "41");
            write(database, "run_unrated", START.plusSeconds(120), "40");
            RunStore runs = new RunStore(database);
            TrajectoryStore store = new TrajectoryStore(database, runs);
            rate(store, "run_good", Rating.Thumb.UP);
            rate(store, "run_bad", Rating.Thumb.DOWN);
        }
    }

    private static void rate(TrajectoryStore store, String run, Rating.Thumb thumb) {
        store.ratings().rate(run, new RunRating(new Rating(thumb, null, "", null, null), null, ""));
    }

    @Test
    void aThumbUpIsKeptAndTheOthersAreCounted() throws Exception {
        assertThat(commands.run("curate", "reward", "near", "--output", output))
                .as(commands.err())
                .isZero();

        assertThat(DataCommands.ids(output)).containsExactly("run_good");
        assertThat(commands.err()).contains("-1 no_reward; -1 reward_below");
    }

    @Test
    void thumbsMakePairs() throws Exception {
        assertThat(commands.run("pairs", "--output", output)).as(commands.err()).isZero();

        JsonNode row = Json.MAPPER.readTree(Files.readString(output));
        assertThat(row.at("/chosen/0/content").asString()).isEqualTo("42");
        assertThat(row.at("/rejected/0/content").asString()).isEqualTo("41");
    }

    @Test
    void theyHaveStatistics() {
        assertThat(commands.run("stats", "--json")).as(commands.err()).isZero();
        assertThat(commands.out()).contains("3");
    }

    @Test
    void aRunThatCantBeReadIsToldAndCounted() throws Exception {
        execute("delete from run_events where run_id = 'run_bad' and seq = 0");

        // A survey first, which reads twice.
        assertThat(commands.run("exact", "--output", output)).as(commands.err()).isZero();

        assertThat(DataCommands.ids(output)).containsExactly("run_good", "run_unrated");
        assertThat(commands.err()).containsOnlyOnce("run_bad can't be read: ").contains("1 of 3 runs can't be read");
    }

    private void execute(String sql) throws Exception {
        try (Connection database =
                        DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("alltools"), "alltools", "");
                Statement statement = database.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        }
    }

    private static void write(Database database, String runId, Instant at, String answer) {
        List<RunEvent> events = List.of(
                new RunEvent.RunStarted(
                        "ses_" + runId,
                        "echo",
                        List.of(Message.user("What is 6 * 7?")),
                        List.of(),
                        Sampling.GREEDY,
                        Budget.DEFAULT),
                new RunEvent.StepStarted(1),
                new RunEvent.TextDelta(1, answer),
                new RunEvent.UsageReported(1, new Usage(20, 2, 0), FinishReason.STOP),
                new RunEvent.StepFinished(1, FinishReason.STOP),
                new RunEvent.RunFinished(Outcome.ANSWERED, answer, new Usage(20, 2, 0), 1));
        DatabaseJournal journal = new DatabaseJournal(database);
        for (int i = 0; i < events.size(); i++) {
            journal.append(new JournalEntry(runId, i, at, events.get(i)));
        }
    }
}
