package io.alltools.web.store;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.RecordedRun;
import io.alltools.web.caller.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what the journal kept. */
public final class RunStore {

    static final String COLUMNS =
            "id, session_id, parent_id, started_at, model, input, imported, outcome, finished_at, steps, prompt_tokens,"
                    + " completion_tokens";

    /** How often a start is read whose base is deleted meanwhile, which rewrites it first. */
    private static final int READINGS = 5;

    private final Database database;
    private final Sight sight;

    /** Sees all runs. */
    public RunStore(Database database) {
        this(database, Sight.EVERYTHING);
    }

    private RunStore(Database database, Sight sight) {
        this.database = database;
        this.sight = sight;
    }

    /** The same with those runs alone that the caller may see. */
    public RunStore as(Caller caller) {
        return new RunStore(database, Sight.of(caller));
    }

    /** The newest runs first. */
    public List<RunSummary> newest(int limit) {
        return database.read(client -> runs(client, "true", " order by started_at desc, id desc limit :limit")
                .param("limit", limit)
                .query(RunStore::summary)
                .list());
    }

    public Optional<RunSummary> find(String runId) {
        return database.read(client -> runs(client, "id = :id", "")
                .param("id", runId)
                .query(RunStore::summary)
                .optional());
    }

    /**
     * The runs whose id begins so, with or without its {@code run_}; at most {@code limit}, since one is what the
     * caller hopes for.
     */
    public List<RunSummary> startingWith(String prefix, int limit) {
        // Ids hold letters, digits and underscores only: anything else, a wildcard too, matches nothing.
        if (!prefix.matches("[A-Za-z0-9_]+")) {
            return List.of();
        }
        String full = prefix.startsWith("run_") ? prefix : "run_" + prefix;
        return database.read(client -> runs(client, "substring(id, 1, :length) = :begin", " order by id limit :limit")
                .param("length", full.length())
                .param("begin", full)
                .param("limit", limit)
                .query(RunStore::summary)
                .list());
    }

    /** The events of a run from {@code fromSeq} on, in order; none for a run that does not exist. */
    public List<JournalEntry> entries(String runId, long fromSeq) {
        return database.read(client -> {
            List<JournalEntry> entries = stored(client, runId, fromSeq);
            if (entries.isEmpty() || entries.getFirst().seq() > 0) {
                return entries;
            }
            for (int i = 0; i < READINGS; i++) {
                Optional<JournalEntry> start = RunStarts.whole(client, runId);
                if (start.isPresent()) {
                    return startingWith(start.get(), entries);
                }
            }
            // Nothing else takes away what a start builds on.
            throw new StoreException("run " + runId + " can't be read: it is being deleted", null);
        });
    }

    /**
     * The events of a run from {@code fromSeq} on, with those messages of its start alone that are new: the run that it
     * goes on from has the others.
     */
    public NewEntries newEntries(String runId, long fromSeq) {
        Optional<NewEntries> found = database.read(client -> {
            List<JournalEntry> entries = stored(client, runId, fromSeq);
            return entries.isEmpty() || entries.getFirst().seq() > 0
                    ? Optional.of(new NewEntries(0, entries))
                    : RunStarts.fresh(client, runId).map(fresh -> fresh.followedBy(entries.subList(1, entries.size())));
        });
        return found.orElseGet(() -> new NewEntries(0, entries(runId, fromSeq)));
    }

    private static List<JournalEntry> startingWith(JournalEntry start, List<JournalEntry> entries) {
        List<JournalEntry> all = new ArrayList<>(entries);
        all.set(0, start);
        return all;
    }

    private List<JournalEntry> stored(JdbcClient client, String runId, long fromSeq) {
        return sight.query(
                        client,
                        "select e.json from run_events e join runs r on r.id = e.run_id"
                                + " where e.run_id = :run and e.seq >= :seq" + sight.and("r.session_id")
                                + " order by e.seq")
                .param("run", runId)
                .param("seq", fromSeq)
                .query((row, n) -> Json.read(row.getString(1), JournalEntry.class))
                .list();
    }

    /** A run that is a turn of a conversation, not the answer to another run's call. */
    public Optional<RunSummary> findTurn(String runId) {
        return database.read(client -> runs(client, "id = :id and not nested", "")
                .param("id", runId)
                .query(RunStore::summary)
                .optional());
    }

    /** The newest turn of a session's conversation. */
    public Optional<String> newestOf(String sessionId) {
        return database.read(client -> runs(
                        client, "session_id = :session and not nested", " order by started_at desc, id desc limit 1")
                .param("session", sessionId)
                .query((row, n) -> row.getString("id"))
                .optional());
    }

    /** The conversation after a run, however it ended; empty for a run that does not exist. */
    public List<Message> messages(String runId) {
        return messages(runId, List.of());
    }

    /**
     * The conversation after a run with what the caller's tools came to; without results, as it is when nobody brings
     * them.
     *
     * @throws IllegalArgumentException when there are some, and they are not those of the run's open calls
     */
    public List<Message> messages(String runId, List<Message.Observation> results) {
        List<JournalEntry> entries = entries(runId, 0);
        if (entries.isEmpty()) {
            return List.of();
        }
        RecordedRun run = RecordedRun.of(entries);
        return results.isEmpty() ? run.messages() : run.messages(results);
    }

    /** The runs of a session that are turns of its conversation, oldest first. */
    List<RunSummary> ofSession(String sessionId) {
        return database.read(client -> runs(client, "session_id = :session and not nested", " order by started_at, id")
                .param("session", sessionId)
                .query(RunStore::summary)
                .list());
    }

    private JdbcClient.StatementSpec runs(JdbcClient client, String condition, String rest) {
        return sight.query(
                client, "select " + COLUMNS + " from runs where " + condition + sight.and("session_id") + rest);
    }

    static RunSummary summary(ResultSet row, int number) throws SQLException {
        String outcome = row.getString("outcome");
        return new RunSummary(
                row.getString("id"),
                row.getString("session_id"),
                row.getString("parent_id"),
                Objects.requireNonNull(instant(row, "started_at")),
                row.getString("model"),
                row.getString("input"),
                row.getBoolean("imported"),
                outcome == null ? null : Outcome.Kind.valueOf(outcome),
                instant(row, "finished_at"),
                row.getObject("steps", Integer.class),
                row.getObject("prompt_tokens", Long.class),
                row.getObject("completion_tokens", Long.class));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
