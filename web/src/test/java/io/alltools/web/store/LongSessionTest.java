package io.alltools.web.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Agent;
import io.alltools.agent.AnswerFormat;
import io.alltools.agent.Budget;
import io.alltools.agent.FinishReason;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.Usage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said is kept a few times however often the session goes on from it, and comes back as it was. */
class LongSessionTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final Message SYSTEM = Message.system("Be brief. \u0000 and \ud83d are no text to a database.");

    @TempDir
    Path folder;

    /** Runs in memory, to compare with. */
    private final Map<String, List<JournalEntry>> made = new LinkedHashMap<>();

    @ParameterizedTest
    @CsvSource({"H2, 1", "H2, 2", "H2, 3", "POSTGRESQL, 1", "POSTGRESQL, 2"})
    void anyTreeOfRunsComesBackAsItWas(BothDatabases kind, int seed) {
        Random random = new Random(seed);
        try (Database database = Database.open(kind.folder(folder))) {
            DatabaseJournal journal = new DatabaseJournal(database);
            RunStore store = new RunStore(database);
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                // Mostly on and on, now and then from somewhere, or from the begin, or with other instructions.
                String after = ids.isEmpty() || random.nextInt(20) == 0
                        ? null
                        : random.nextInt(5) == 0 ? ids.get(random.nextInt(ids.size())) : ids.getLast();
                List<Message> before = new ArrayList<>(after == null ? List.of(SYSTEM) : messages(after));
                if (random.nextInt(15) == 0) {
                    before.set(0, Message.system("Other instructions " + i));
                } else if (before.size() > 3 && random.nextInt(15) == 0) {
                    before.subList(before.size() - 2, before.size()).clear();
                }
                ids.add(append(journal, i, after, before));
            }
            made.forEach((id, entries) -> assertThat(store.entries(id, 0)).isEqualTo(entries));
            ids.forEach(id -> assertThat(store.messages(id)).isEqualTo(messages(id)));
            for (String id : ids) {
                NewEntries fresh = store.newEntries(id, 0);
                RunEvent.RunStarted whole = start(made.get(id));
                assertThat(start(fresh.entries()).messages())
                        .isEqualTo(whole.messages()
                                .subList(fresh.before(), whole.messages().size()));
                assertThat(fresh.before())
                        .isIn(
                                0,
                                whole.after() == null
                                        ? 0
                                        : messages(whole.after()).size());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatOthersBuildOnIsDeletedWithoutThem(BothDatabases kind) {
        Random random = new Random(7);
        try (Database database = Database.open(kind.folder(folder))) {
            DatabaseJournal journal = new DatabaseJournal(database);
            RunStore store = new RunStore(database);
            ResponseStore responses = new ResponseStore(database);
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                ids.add(append(journal, i, ids.isEmpty() ? null : ids.getLast(), next(ids)));
            }
            for (int i = 0; i < 25; i++) {
                String gone = ids.remove(random.nextInt(ids.size() - 1));
                responses.deleteRun(gone);
                assertThat(store.entries(gone, 0)).isEmpty();
                ids.forEach(id -> assertThat(store.entries(id, 0)).isEqualTo(made.get(id)));
            }
            for (int i = 40; i < 60; i++) {
                ids.add(append(journal, i, ids.getLast(), next(ids)));
            }
            ids.forEach(id -> assertThat(store.entries(id, 0)).isEqualTo(made.get(id)));
            new SessionStore(database, store).delete("ses_1");
            assertThat(store.newest(5)).isEmpty();
        }
    }

    @Test
    void aSessionTakesPlaceWithItsTurnsAndNotWithTheirSquare() {
        try (Database database = Database.open(new DataFolder(folder))) {
            DatabaseJournal journal = new DatabaseJournal(database);
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                ids.add(append(journal, i, ids.isEmpty() ? null : ids.getLast(), next(ids)));
            }
            long first = startCharacters(database);
            for (int i = 64; i < 512; i++) {
                ids.add(append(journal, i, ids.getLast(), next(ids)));
            }
            // Eight times the turns: eight times the place, and a little for the logarithm; the square would be 64.
            assertThat(startCharacters(database)).isLessThan(first * 8 * 9 / 6);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theStartsOfEarlierVersionsAreWhole(BothDatabases kind) {
        try (Database database = Database.open(kind.folder(folder))) {
            DatabaseJournal journal = new DatabaseJournal(database);
            RunStore store = new RunStore(database);
            String one = append(journal, 1, null, List.of());
            String two = append(journal, 2, one, messages(one));
            database.write(client -> client.sql("update run_events set json = ? where run_id = ? and seq = 0")
                    .params(
                            StorableText.json(
                                    io.alltools.agent.Json.write(made.get(two).getFirst())),
                            two)
                    .update());
            database.write(client -> client.sql(
                            "update runs set base_id = null, kept = 0, depth = 0, carried = null where id = ?")
                    .param(two)
                    .update());
            String three = append(journal, 3, two, messages(two));
            assertThat(store.entries(two, 0)).isEqualTo(made.get(two));
            assertThat(store.entries(three, 0)).isEqualTo(made.get(three));
            assertThat(store.newEntries(two, 0)).isEqualTo(new NewEntries(0, made.get(two)));
            assertThat(store.newEntries(three, 0).before()).isEqualTo(4);
        }
    }

    private List<Message> next(List<String> ids) {
        return ids.isEmpty() ? List.of(SYSTEM) : messages(ids.getLast());
    }

    private static long startCharacters(Database database) {
        return database.read(client -> client.sql("select sum(length(json)) from run_events where seq = 0")
                .query(Long.class)
                .single());
    }

    private static RunEvent.RunStarted start(@Nullable List<JournalEntry> entries) {
        return (RunEvent.RunStarted)
                java.util.Objects.requireNonNull(entries).getFirst().event();
    }

    /** The conversation after a run. */
    private List<Message> messages(String id) {
        return io.alltools.agent.RecordedRun.of(java.util.Objects.requireNonNull(made.get(id)))
                .messages();
    }

    private String append(DatabaseJournal journal, int number, @Nullable String after, List<Message> before) {
        String id = String.format("run_%05d", number);
        List<Message> messages = new ArrayList<>(before);
        messages.add(Message.user("question " + number));
        RunEvent.RunStarted start = new RunEvent.RunStarted(
                "ses_1",
                Agent.DEFAULT_NAME,
                "test-model",
                messages,
                List.of(),
                Sampling.GREEDY,
                Budget.DEFAULT,
                AnswerFormat.TEXT,
                null,
                after,
                false,
                false,
                null);
        List<RunEvent> events = List.of(
                start,
                new RunEvent.StepStarted(1),
                new RunEvent.TextDelta(1, "answer "),
                new RunEvent.TextDelta(1, "number " + number),
                new RunEvent.UsageReported(1, new Usage(10, 2, 0), FinishReason.STOP),
                new RunEvent.StepFinished(1, FinishReason.STOP),
                new RunEvent.RunFinished(Outcome.ANSWERED, "answer number " + number, new Usage(10, 2, 0), 1));
        List<JournalEntry> entries = new ArrayList<>();
        for (RunEvent event : events) {
            entries.add(new JournalEntry(id, entries.size(), START.plusSeconds(number), event));
        }
        entries.forEach(journal::append);
        made.put(id, entries);
        return id;
    }
}
