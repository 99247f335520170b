package io.alltools.web.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Agent;
import io.alltools.agent.AnswerFormat;
import io.alltools.agent.Budget;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.ParentCall;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.Trust;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionStoreTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    Path folder;

    private Database database;
    private RunStore runs;
    private SessionStore sessions;

    @BeforeEach
    void open() {
        database = Database.open(new DataFolder(folder));
        runs = new RunStore(database);
        sessions = new SessionStore(database, runs);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aSessionIsATreeAndItsNewestRunTheEndOfTheBranch() {
        run("run_1", null, 1, "one");
        run("run_2", "run_1", 2, "two");
        run("run_3", "run_1", 3, "two, edited");
        SessionRecord session = sessions.find("ses_1", null).orElseThrow();
        assertThat(session.leaf()).isEqualTo("run_3");
        assertThat(session.branch()).containsExactly("run_1", "run_3");
        assertThat(session.children().get(null)).containsExactly("run_1");
        assertThat(session.children().get("run_1")).containsExactly("run_2", "run_3");
        assertThat(session.messages().getFirst()).isEqualTo(Message.user("two, edited"));
        assertThat(sessions.find("ses_1", "run_2").orElseThrow().branch()).containsExactly("run_1", "run_2");
        assertThat(sessions.find("ses_1", "run_9")).isEmpty();
        assertThat(sessions.find("ses_9", null)).isEmpty();
    }

    @Test
    void whatTheUserSaidInARunThatFailedIsNotLost() {
        DatabaseJournal journal = new DatabaseJournal(database);
        DatabaseJournalTest.run("run_1", "ses_1", "one", Outcome.ANSWERED).forEach(journal::append);
        DatabaseJournalTest.run("run_2", "ses_1", "two", new Outcome(Outcome.Kind.FAILED, "broke"))
                .forEach(journal::append);
        SessionRecord session = sessions.find("ses_1", null).orElseThrow();
        assertThat(session.leaf()).isEqualTo("run_2");
        assertThat(session.messages().getFirst()).isEqualTo(Message.user("two"));
    }

    @Test
    void aRunThatAnswersAnotherOnesCallIsNoTurn() {
        run("run_1", null, 1, "one");
        append("run_2", null, 2, "a task", new ParentCall("run_1", "c1", 1, Trust.TRUSTED, false));
        assertThat(sessions.find("ses_1", null).orElseThrow().leaf()).isEqualTo("run_1");
        assertThat(runs.newestOf("ses_1")).hasValue("run_1");
        assertThat(runs.find("run_2")).isPresent();
        assertThat(runs.findTurn("run_2")).isEmpty();
        assertThat(sessions.newest(1, null).getFirst().runs()).isEqualTo(1);
    }

    @Test
    void sessionsAreListedNewestFirstAPageAtATimeAndCalledByTheirFirstInput() {
        for (int i = 0; i < 5; i++) {
            sessions.create("ses_" + i, START.plusSeconds(i / 2));
        }
        List<SessionSummary> page = sessions.newest(2, null);
        assertThat(page).extracting(SessionSummary::id).containsExactly("ses_4", "ses_3");
        assertThat(sessions.newest(9, "ses_3"))
                .extracting(SessionSummary::id)
                .containsExactly("ses_2", "ses_1", "ses_0");
        assertThat(sessions.newest(9, "ses_0")).isEmpty();

        run("run_1", null, 1, "What  is\n the weather?");
        run("run_2", "run_1", 2, "And tomorrow?");
        assertThat(title()).isEqualTo("What is the weather?");
        sessions.rename("ses_1", "Weather");
        assertThat(title()).isEqualTo("Weather");
        sessions.rename("ses_1", null);
        assertThat(title()).isEqualTo("What is the weather?");
    }

    @Test
    void aLongInputIsCutAtAWordAndNeverInsideACharacter() {
        assertThat(SessionStore.cut("word ".repeat(40)))
                .hasSizeLessThanOrEqualTo(81)
                .endsWith("word…");
        assertThat(SessionStore.cut("x" + "😀".repeat(60)))
                .doesNotContain("\ud83d…")
                .endsWith("😀…");
    }

    @Test
    void aSessionIsForgottenWithAllThatBelongsToItAndNoOther() {
        run("run_1", null, 1, "one");
        run("run_2", "run_1", 2, "two");
        sessions.attach("ses_1", new SessionFile("a.csv", 3, START));
        DatabaseJournal journal = new DatabaseJournal(database);
        DatabaseJournalTest.run("run_3", "ses_2", "other", Outcome.ANSWERED).forEach(journal::append);
        sessions.delete("ses_1");
        assertThat(sessions.exists("ses_1")).isFalse();
        assertThat(runs.newest(10)).extracting(RunSummary::id).containsExactly("run_3");
        assertThat(runs.entries("run_1", 0)).isEmpty();
        assertThat(sessions.files("ses_1")).isEmpty();
        assertThat(runs.entries("run_3", 0)).isNotEmpty();
    }

    @Test
    void aSessionThatHadFilesStaysPrivate() {
        sessions.create("ses_1", START);
        assertThat(sessions.hasPrivateFiles("ses_1")).isFalse();
        sessions.attach("ses_1", new SessionFile("a.csv", 3, START));
        sessions.attach("ses_1", new SessionFile("a.csv", 4, START));
        assertThat(sessions.files("ses_1")).containsExactly(new SessionFile("a.csv", 4, START));
        sessions.detach("ses_1", "a.csv");
        assertThat(sessions.files("ses_1")).isEmpty();
        assertThat(sessions.hasPrivateFiles("ses_1")).isTrue();
    }

    @Test
    void runsOfEarlierVersionsGoOnFromTheLastOneThatDidNotFail() throws Exception {
        String url = "jdbc:h2:mem:earlier;DB_CLOSE_DELAY=-1";
        Flyway.configure().dataSource(url, "sa", "").target("1").load().migrate();
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                var statement = connection.createStatement()) {
            statement.execute("insert into sessions (id, created_at) values ('s', now())");
            List<String> outcomes = List.of("'ANSWERED'", "'FAILED'", "null", "'CANCELLED'", "'ANSWERED'");
            for (int i = 0; i < outcomes.size(); i++) {
                statement.execute("insert into runs (id, session_id, started_at, model, input, outcome) values ('r" + i
                        + "', 's', timestamp '2026-01-01 00:00:0" + i + "', 'm', 'x', " + outcomes.get(i) + ")");
            }
            Flyway.configure().dataSource(url, "sa", "").load().migrate();
            StringBuilder parents = new StringBuilder();
            try (var rows = statement.executeQuery("select id, parent_id from runs order by id")) {
                while (rows.next()) {
                    parents.append(rows.getString(1))
                            .append("<")
                            .append(rows.getString(2))
                            .append(" ");
                }
            }
            assertThat(parents.toString()).isEqualTo("r0<null r1<r0 r2<r0 r3<r0 r4<r3 ");
        }
    }

    private String title() {
        return sessions.find("ses_1", null).orElseThrow().title();
    }

    private void run(String id, @Nullable String after, int second, String input) {
        append(id, after, second, input, null);
    }

    private void append(String id, @Nullable String after, int second, String input, @Nullable ParentCall parent) {
        RunEvent started = new RunEvent.RunStarted(
                "ses_1",
                Agent.DEFAULT_NAME,
                "test-model",
                List.of(Message.user(input)),
                List.of(),
                Sampling.GREEDY,
                Budget.DEFAULT,
                AnswerFormat.TEXT,
                parent,
                after,
                false,
                false,
                null);
        new DatabaseJournal(database).append(new JournalEntry(id, 0, START.plusSeconds(second), started));
    }
}
