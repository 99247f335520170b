package io.alltools.web.store;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.RunEvent;
import io.alltools.web.caller.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whole sessions, to take them out and to put them in again. */
public final class SessionArchive {

    private final Database database;
    private final Sight sight;
    private final @Nullable String owner;

    /** Sees all sessions, and puts in those of the local user. */
    public SessionArchive(Database database) {
        this(database, Sight.EVERYTHING, null);
    }

    private SessionArchive(Database database, Sight sight, @Nullable String owner) {
        this.database = database;
        this.sight = sight;
        this.owner = owner;
    }

    /** The same with those sessions alone that the caller may see; those that are put in are the caller's. */
    public SessionArchive as(Caller caller) {
        return new SessionArchive(database, Sight.of(caller), caller.keyId());
    }

    /**
     * What is known of a session beside its runs.
     *
     * @param title null where it has none of its own
     * @param privateFiles whether the user ever put files into its folder
     */
    public record Head(Instant createdAt, @Nullable String title, boolean privateFiles) {}

    /** Empty when there is no such session. */
    public Optional<Head> head(String sessionId) {
        return database.read(client -> sight.query(
                        client,
                        "select created_at, title, private_files from sessions where id = :id" + sight.and("id"))
                .param("id", sessionId)
                .query((row, n) -> new Head(
                        Objects.requireNonNull(RunStore.instant(row, "created_at")),
                        row.getString("title"),
                        row.getBoolean("private_files")))
                .optional());
    }

    /**
     * The ids of all runs of a session, nested ones too: by their start, and each behind the one that it goes on from.
     */
    public List<String> runIds(String sessionId) {
        Map<String, @Nullable String> parents = new HashMap<>();
        List<String> byStart = database.read(client -> sight.query(
                        client,
                        "select id, parent_id from runs where session_id = :id" + sight.and("session_id")
                                + " order by started_at, id")
                .param("id", sessionId)
                .query((row, n) -> {
                    parents.put(row.getString("id"), row.getString("parent_id"));
                    return row.getString("id");
                })
                .list());
        // Clocks go back at times.
        List<String> ordered = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String id : byStart) {
            List<String> before = new ArrayList<>();
            String next = id;
            while (next != null && seen.add(next)) {
                before.add(next);
                next = parents.get(next);
            }
            ordered.addAll(before.reversed());
        }
        return ordered;
    }

    /**
     * A run as it is kept.
     *
     * @param known the runs that it may refer to; where its start builds on another one, it is given whole
     * @return empty when there is no such run (any longer)
     */
    public Optional<RunRecord> run(String runId, Set<String> known) {
        return database.read(client -> {
            List<JournalEntry> entries = sight.query(
                            client,
                            "select e.json from run_events e join runs r on r.id = e.run_id where e.run_id = :run"
                                    + sight.and("r.session_id") + " order by e.seq")
                    .param("run", runId)
                    .query((row, n) -> Json.read(row.getString(1), JournalEntry.class))
                    .list();
            return entries.isEmpty() ? Optional.empty() : record(client, runId, entries, known);
        });
    }

    private static Optional<RunRecord> record(
            JdbcClient client, String runId, List<JournalEntry> entries, Set<String> known) {
        return client.sql("select parent_id, nested, base_id, kept, depth, carried from runs where id = ?")
                .param(runId)
                .query((row, n) -> {
                    String parent = row.getString("parent_id");
                    String base = row.getString("base_id");
                    boolean builds = base != null && known.contains(base);
                    List<JournalEntry> all = new ArrayList<>(entries);
                    if (base != null && !builds) {
                        RunStarts.whole(client, runId).ifPresent(start -> all.set(0, start));
                    }
                    return new RunRecord(
                            runId,
                            parent != null && known.contains(parent) ? parent : null,
                            row.getBoolean("nested"),
                            builds ? base : null,
                            builds ? row.getInt("kept") : 0,
                            builds ? row.getInt("depth") : 0,
                            row.getObject("carried", Integer.class),
                            RatingStore.read(client, runId),
                            List.copyOf(all));
                })
                .optional();
    }

    /** Makes a session that has no runs yet. */
    public void create(String sessionId, Head head, Instant now) {
        int ignored = database.write(client -> client.sql("insert into sessions (id, created_at, active_at, title,"
                        + " private_files, owner_key) values (?, ?, ?, ?, ?, ?)")
                .param(sessionId)
                .param(DatabaseJournal.time(head.createdAt()))
                .param(DatabaseJournal.time(now))
                .param(head.title())
                .param(head.privateFiles())
                .param(owner)
                .update());
    }

    /** Puts a run in; what it refers to must be there. */
    public void add(String sessionId, RunRecord run) {
        int ignored = database.write(client -> insert(client, sessionId, run));
    }

    /**
     * Puts a run in whose start is whole.
     *
     * @param entries its events, the start first, which names the run that it goes on from
     */
    public void add(String sessionId, List<JournalEntry> entries) {
        RunEvent.RunStarted start = (RunEvent.RunStarted) entries.getFirst().event();
        int ignored = database.write(client -> {
            RunStarts.Kept kept = RunStarts.shorten(client, start);
            List<JournalEntry> all = new ArrayList<>(entries);
            all.set(0, RunStarts.withMessages(entries.getFirst(), kept.start().messages()));
            return insert(
                    client,
                    sessionId,
                    new RunRecord(
                            entries.getFirst().runId(),
                            start.after(),
                            start.parent() != null,
                            kept.baseId(),
                            kept.kept(),
                            kept.depth(),
                            kept.carried(),
                            RunRatings.NONE,
                            all));
        });
    }

    /** Nobody owns it, so that nobody goes on with it. */
    private int insert(JdbcClient client, String sessionId, RunRecord run) {
        JournalEntry first = run.entries().getFirst();
        JournalEntry last = run.entries().getLast();
        RunEvent.RunFinished finished = last.event() instanceof RunEvent.RunFinished end ? end : null;
        client.sql("insert into runs (id, session_id, parent_id, nested, started_at, model, input, imported,"
                        + " base_id, kept, depth, carried, outcome, finished_at, steps, prompt_tokens,"
                        + " completion_tokens, total_tokens, answer)"
                        + " values (?, ?, ?, ?, ?, ?, ?, true, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(run.id())
                .param(sessionId)
                .param(run.parentId())
                .param(run.nested())
                .param(DatabaseJournal.time(first.at()))
                .param(run.start().model())
                .param(StorableText.column(run.start().input()))
                .param(run.baseId())
                .param(run.kept())
                .param(run.depth())
                .param(run.carried())
                .param(finished == null ? null : finished.outcome().kind().name())
                .param(finished == null ? null : DatabaseJournal.time(last.at()))
                .param(finished == null ? null : finished.steps())
                .param(finished == null ? null : finished.usage().promptTokens())
                .param(finished == null ? null : finished.usage().completionTokens())
                .param(
                        finished == null
                                ? null
                                : (long) finished.usage().promptTokens()
                                        + finished.usage().completionTokens())
                .param(finished == null ? null : StorableText.column(finished.answer()))
                .update();
        RatingStore.insert(client, run.id(), run.ratings(), owner == null ? Caller.LOCAL.id() : owner);
        for (JournalEntry entry : run.entries()) {
            DatabaseJournal.insertEvent(client, entry, StorableText.json(Json.write(entry)));
            if (entry.event() instanceof RunEvent.ToolCallStarted call) {
                RunTools.called(client, run.id(), call);
            } else if (entry.event() instanceof RunEvent.ToolCallFinished call) {
                RunTools.finished(client, run.id(), call);
            }
        }
        return run.entries().size();
    }
}
