package io.alltools.web.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Budget;
import io.alltools.agent.FinishReason;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseJournalTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aRunReadsBackAsItWasWritten(BothDatabases kind) {
        DataFolder data = kind.folder(folder);
        List<JournalEntry> entries = run("run_a", "ses_1", "你好", Outcome.ANSWERED);
        try (Database database = Database.open(data)) {
            append(database, entries);
        }
        try (Database database = Database.open(data)) {
            RunStore store = new RunStore(database);
            assertThat(store.entries("run_a", 0)).isEqualTo(entries);
            assertThat(store.entries("run_a", 3)).isEqualTo(entries.subList(3, entries.size()));
            RunSummary summary = store.find("run_a").orElseThrow();
            assertThat(summary.input()).isEqualTo("你好");
            assertThat(summary.outcome()).isEqualTo(Outcome.Kind.ANSWERED);
            assertThat(summary.promptTokens()).isEqualTo(10);
            assertThat(store.find("run_b")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void runsAreListedNewestFirstAndFoundByTheBeginningOfTheirId(BothDatabases kind) {
        DataFolder data = kind.folder(folder);
        try (Database database = Database.open(data)) {
            append(database, run("run_01a", "ses_1", "one", Outcome.ANSWERED));
            append(database, run("run_01b", "ses_1", "two", Outcome.ANSWERED));
            RunStore store = new RunStore(database);
            assertThat(store.newest(10)).extracting(RunSummary::id).containsExactly("run_01b", "run_01a");
            assertThat(store.newest(1)).hasSize(1);
            assertThat(store.startingWith("01", 5)).hasSize(2);
            assertThat(store.startingWith("run_01b", 5))
                    .extracting(RunSummary::id)
                    .containsExactly("run_01b");
            assertThat(store.startingWith("%", 5)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptedThreadStillWritesAndStaysInterrupted(BothDatabases kind) throws InterruptedException {
        DataFolder data = kind.folder(folder);
        try (Database database = Database.open(data)) {
            List<JournalEntry> entries = run("run_a", "ses_1", "one", Outcome.ANSWERED);
            List<Boolean> flags = new ArrayList<>();
            Thread thread = Thread.ofVirtual().start(() -> {
                Thread.currentThread().interrupt();
                append(database, entries);
                flags.add(Thread.currentThread().isInterrupted());
                flags.add(new RunStore(database).entries("run_a", 0).size() == entries.size());
            });
            thread.join();
            assertThat(flags).containsExactly(true, true);
            append(database, run("run_b", "ses_1", "two", Outcome.ANSWERED));
            assertThat(new RunStore(database).newest(5)).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void textThatADatabaseRefusesIsKept(BothDatabases kind) {
        String text = "a\0b \uD83D and \uDE00 or \uD83D\uDE00";
        List<JournalEntry> entries = run("run_a", "ses_1", text, new Outcome(Outcome.Kind.FAILED, text));
        try (Database database = Database.open(kind.folder(folder))) {
            append(database, entries);
            RunStore store = new RunStore(database);
            assertThat(store.entries("run_a", 0)).isEqualTo(entries);
            assertThat(store.find("run_a").orElseThrow().input())
                    .isEqualTo("a\u2400b \uFFFD and \uFFFD or \uD83D\uDE00");
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsNamedInOneLine() throws Exception {
        Files.writeString(folder.resolve("alltools.mv.db"), "this is no database at all ".repeat(1000));

        assertThatThrownBy(() -> Database.open(new DataFolder(folder)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageMatching("[^\n]+");
    }

    @Test
    void aFolderThatCantBeMadeIsNamedInOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> Database.open(new DataFolder(file.resolve("data"))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("ALLTOOLS_HOME")
                .hasMessageMatching("[^\n]+");
    }

    @Test
    void theFolderIsForItsOwnerAlone() throws Exception {
        DataFolder data = new DataFolder(folder.resolve("new"));
        Database.open(data).close();
        assertThat(Files.getPosixFilePermissions(data.root())).hasSize(3);
    }

    @Test
    void theEnvironmentChoosesTheFolder() {
        assertThat(DataFolder.of(Map.of("ALLTOOLS_HOME", "/a", "XDG_DATA_HOME", "/b"))
                        .root())
                .isEqualTo(Path.of("/a"));
        assertThat(DataFolder.of(Map.of("XDG_DATA_HOME", "/b")).root()).isEqualTo(Path.of("/b/alltools"));
        assertThat(DataFolder.of(Map.of("XDG_DATA_HOME", "relative")).root())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".local", "share", "alltools"));
    }

    private static void append(Database database, List<JournalEntry> entries) {
        entries.forEach(new DatabaseJournal(database)::append);
    }

    static List<JournalEntry> run(String runId, String sessionId, String input, Outcome outcome) {
        List<RunEvent> events = List.of(
                new RunEvent.RunStarted(
                        sessionId,
                        "test-model",
                        List.of(Message.user(input)),
                        List.of(),
                        Sampling.GREEDY,
                        Budget.DEFAULT),
                new RunEvent.StepStarted(1),
                new RunEvent.TextDelta(1, "fine"),
                new RunEvent.UsageReported(1, new Usage(10, 2, 0), FinishReason.STOP),
                new RunEvent.StepFinished(1, FinishReason.STOP),
                new RunEvent.RunFinished(outcome, "fine", new Usage(10, 2, 0), 1));
        List<JournalEntry> entries = new ArrayList<>();
        for (RunEvent event : events) {
            entries.add(new JournalEntry(
                    runId, entries.size(), Instant.parse("2026-11-23T10:00:00Z").plusSeconds(entries.size()), event));
        }
        return entries;
    }
}
