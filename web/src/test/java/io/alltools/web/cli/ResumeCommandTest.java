package io.alltools.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Budget;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Message;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolSpec;
import io.alltools.web.EchoParts;
import io.alltools.web.store.DataFolder;
import io.alltools.web.store.Database;
import io.alltools.web.store.DatabaseJournal;
import io.alltools.web.store.SessionArchive;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeCommandTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final EchoParts parts = new EchoParts();

    @Test
    void aRunThatBrokeOffGoesOnInTheTerminal() {
        try (Database database = Database.open(new DataFolder(folder))) {
            begin(database, "run_abc", "echo");
        }
        assertThat(run("resume", "abc")).isZero();
        assertThat(text(out)).endsWith("hello there\n");
        assertThat(parts.model.requests.getLast().tools())
                .extracting(ToolSpec::name)
                .containsExactly("nap");

        assertThat(run("resume", "abc")).isEqualTo(1);
        assertThat(text(err)).contains("run run_abc is over (answered)").doesNotContain("Exception");
    }

    @Test
    void aRunOfAnotherModelSaysWhichInOneLine() {
        try (Database database = Database.open(new DataFolder(folder))) {
            begin(database, "run_abc", "another");
        }
        assertThat(run("resume", "abc", "--model", "echo")).isEqualTo(1);
        assertThat(text(err)).contains("begun with the model \"another\", and this is \"echo\"");
        assertThat(text(err).lines().filter(line -> line.startsWith("alltools:")))
                .hasSize(1);
    }

    @Test
    void aRunThatGoesOnElsewhereIsLeftThere() {
        try (Database database = Database.open(new DataFolder(folder))) {
            begin(database, "run_abc", "echo");
            assertThat(run("resume", "abc")).isEqualTo(1);
            assertThat(text(err))
                    .isEqualTo("alltools: run run_abc goes on in process "
                            + ProcessHandle.current().pid() + "\n");
        }
    }

    @Test
    void aRunOfAnImportIsNotGoneOnWith() {
        try (Database database = Database.open(new DataFolder(folder))) {
            SessionArchive archive = new SessionArchive(database);
            archive.create("ses_1", new SessionArchive.Head(Instant.EPOCH, null, false), Instant.EPOCH);
            archive.add("ses_1", begun("run_abc", "echo"));
        }
        assertThat(run("resume", "abc")).isEqualTo(1);
        assertThat(text(err)).contains("run run_abc came with an import").doesNotContain("Exception");
        assertThat(parts.model.requests).isEmpty();
    }

    @Test
    void anIdThatIsUnknownIsNamed() {
        assertThat(run("resume", "nothing")).isEqualTo(1);
        assertThat(text(err)).contains("no run's id begins with \"nothing\"");
    }

    private static void begin(Database database, String runId, String model) {
        DatabaseJournal journal = new DatabaseJournal(database);
        begun(runId, model).forEach(journal::append);
    }

    private static List<JournalEntry> begun(String runId, String model) {
        List<RunEvent> events = List.of(
                new RunEvent.RunStarted(
                        "ses_1",
                        model,
                        List.of(Message.user("hello there")),
                        List.of(ToolSpec.builtIn("nap", "", "millis")),
                        Sampling.GREEDY,
                        Budget.DEFAULT),
                new RunEvent.StepStarted(1),
                new RunEvent.TextDelta(1, "hello "));
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            entries.add(new JournalEntry(runId, i, Instant.parse("2026-11-23T10:00:00Z"), events.get(i)));
        }
        return entries;
    }

    private int run(String... args) {
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.reader(new ByteArrayInputStream(new byte[0])),
                false,
                false);
        return new CommandLineApp(new CommandContext(parts, Map.of("ALLTOOLS_HOME", folder.toString()), terminal))
                .run(args);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
