package io.alltools.web.store;

import io.alltools.web.caller.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Conversations: trees of runs with a title and the files that the user put there. */
public final class SessionStore {

    /** How much of its first input a session without a title is called by. */
    private static final int TITLE_CHARACTERS = 80;

    /** Of a first input only the beginning is read, since it may be long. */
    private static final String LISTED =
            "select s.id, s.created_at, s.active_at, s.title, (select count(*) from runs r where r.session_id = s.id and not r.nested)"
                    + " as turns, (select substring(r.input, 1, 400) from runs r where r.session_id = s.id"
                    + " and not r.nested order by r.started_at, r.id limit 1) as first_input from sessions s ";

    private final Database database;
    private final RunStore runs;
    private final Sight sight;
    private final @Nullable String owner;

    /** Sees all sessions, and makes those of the local user. */
    public SessionStore(Database database, RunStore runs) {
        this(database, runs, Sight.EVERYTHING, null);
    }

    private SessionStore(Database database, RunStore runs, Sight sight, @Nullable String owner) {
        this.database = database;
        this.runs = runs;
        this.sight = sight;
        this.owner = owner;
    }

    /** The same with those sessions alone that the caller may see; those that are made are the caller's. */
    public SessionStore as(Caller caller) {
        return new SessionStore(database, runs.as(caller), Sight.of(caller), caller.keyId());
    }

    /**
     * Makes a session that has no runs yet, where there is none of this id.
     *
     * @return false when the session is there and somebody else's
     */
    public boolean create(String sessionId, Instant at) {
        return database.write(client -> {
            insertMissing(client, sessionId, at, owner);
            return exists(client, sessionId, sight);
        });
    }

    static void insertMissing(JdbcClient client, String sessionId, Instant at, @Nullable String owner) {
        if (!exists(client, sessionId, Sight.EVERYTHING)) {
            client.sql("insert into sessions (id, created_at, active_at, owner_key) values (?, ?, ?, ?)")
                    .param(sessionId)
                    .param(DatabaseJournal.time(at))
                    .param(DatabaseJournal.time(at))
                    .param(owner)
                    .update();
        }
    }

    /** A run of the session began or ended. */
    static void active(JdbcClient client, String runId, Instant at) {
        client.sql("update sessions set active_at = ? where id = (select r.session_id from runs r where r.id = ?)")
                .params(DatabaseJournal.time(at), runId)
                .update();
    }

    public boolean exists(String sessionId) {
        return database.read(client -> exists(client, sessionId, sight));
    }

    private static boolean exists(JdbcClient client, String sessionId, Sight sight) {
        return sight.query(client, "select count(*) from sessions where id = :id" + sight.and("id"))
                        .param("id", sessionId)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** The key that made a session; empty for the local user's and where there is no such session. */
    public Optional<String> owner(String sessionId) {
        return database.read(client -> sight.query(
                        client,
                        "select owner_key from sessions where id = :id and owner_key is not null" + sight.and("id"))
                .param("id", sessionId)
                .query(String.class)
                .optional());
    }

    /**
     * A session as one of its branches has it.
     *
     * @param leaf the last run of the branch; null for the newest run
     * @return empty when there is no such session, or no such run in it
     */
    public Optional<SessionRecord> find(String sessionId, @Nullable String leaf) {
        return find(sessionId, leaf, true);
    }

    /**
     * The same without what was said, which is long where the session is.
     *
     * @return empty as for {@link #find}
     */
    public Optional<SessionRecord> findTree(String sessionId, @Nullable String leaf) {
        return find(sessionId, leaf, false);
    }

    private Optional<SessionRecord> find(String sessionId, @Nullable String leaf, boolean messages) {
        return summary(sessionId).flatMap(session -> {
            List<RunSummary> all = runs.ofSession(sessionId);
            Optional<String> last = all.isEmpty() || leaf != null
                    ? Optional.ofNullable(leaf)
                    : Optional.of(all.getLast().id());
            if (last.isPresent() && all.stream().noneMatch(run -> run.id().equals(last.get()))) {
                return Optional.empty();
            }
            return Optional.of(new SessionRecord(
                    sessionId,
                    session.createdAt(),
                    session.title(),
                    last.orElse(null),
                    messages ? last.map(runs::messages).orElse(List.of()) : List.of(),
                    all));
        });
    }

    private Optional<SessionSummary> summary(String sessionId) {
        return database.read(client -> sight.query(client, LISTED + "where s.id = :id" + sight.and("s.id"))
                .param("id", sessionId)
                .query(SessionStore::summary)
                .optional());
    }

    /**
     * The sessions in which something happened last first.
     *
     * @param before only those that come behind this one; null for the first page
     * @return none when the session {@code before} does not exist
     */
    public List<SessionSummary> newest(int limit, @Nullable String before) {
        String order = sight.and("s.id") + " order by s.active_at desc, s.id desc limit :limit";
        return database.read(client -> before == null
                ? sight.query(client, LISTED + "where true" + order)
                        .param("limit", limit)
                        .query(SessionStore::summary)
                        .list()
                : sight.query(
                                client,
                                LISTED + "join sessions b on b.id = :before where (s.active_at < b.active_at"
                                        + " or (s.active_at = b.active_at and s.id < b.id))" + order)
                        .param("before", before)
                        .param("limit", limit)
                        .query(SessionStore::summary)
                        .list());
    }

    /**
     * Names a session.
     *
     * @param title null for the beginning of its first input
     */
    public void rename(String sessionId, @Nullable String title) {
        database.write(
                client -> sight.query(client, "update sessions set title = :title where id = :id" + sight.and("id"))
                        .param("title", title)
                        .param("id", sessionId)
                        .update());
    }

    /** Forgets a session with its runs and their events; nothing happens to one that is somebody else's. */
    public void delete(String sessionId) {
        String ofSession = " where run_id in (select id from runs where session_id = ?)";
        database.write(client -> {
            if (!exists(client, sessionId, sight)) {
                return 0;
            }
            client.sql("delete from run_events" + ofSession).param(sessionId).update();
            client.sql("update runs set parent_id = null, base_id = null where session_id = ?")
                    .param(sessionId)
                    .update();
            client.sql("delete from runs where session_id = ?").param(sessionId).update();
            client.sql("delete from session_files where session_id = ?")
                    .param(sessionId)
                    .update();
            return client.sql("delete from sessions where id = ?")
                    .param(sessionId)
                    .update();
        });
    }

    /** The files that the user put into the session's folder, the oldest first. */
    public List<SessionFile> files(String sessionId) {
        return database.read(client -> sight.query(
                        client,
                        "select name, bytes, attached_at from session_files where session_id = :id"
                                + sight.and("session_id") + " order by attached_at, name")
                .param("id", sessionId)
                .query((row, n) -> new SessionFile(
                        row.getString("name"),
                        row.getLong("bytes"),
                        Objects.requireNonNull(RunStore.instant(row, "attached_at"))))
                .list());
    }

    /** Whether the user ever put a file into the session's folder. */
    public boolean hasPrivateFiles(String sessionId) {
        return database.read(client -> client.sql("select private_files from sessions where id = ?")
                .param(sessionId)
                .query(Boolean.class)
                .optional()
                .orElse(false));
    }

    /**
     * Whether runs of the session came with an import. What those say counts as written by others in the whole session,
     * not only behind them: a first question that is asked again, or written anew, is the import's text as well.
     */
    public boolean holdsImports(String sessionId) {
        return database.read(client -> client.sql("select count(*) from runs where session_id = ? and imported")
                        .param(sessionId)
                        .query(Integer.class)
                        .single())
                > 0;
    }

    /** Keeps that a file is attached, in place of one of the same name; the session is made where there is none. */
    public void attach(String sessionId, SessionFile file) {
        database.write(client -> {
            insertMissing(client, sessionId, file.attachedAt(), owner);
            client.sql("update sessions set private_files = true where id = ?")
                    .param(sessionId)
                    .update();
            detach(client, sessionId, file.name());
            return client.sql("insert into session_files (session_id, name, bytes, attached_at) values (?, ?, ?, ?)")
                    .params(sessionId, file.name(), file.bytes(), DatabaseJournal.time(file.attachedAt()))
                    .update();
        });
    }

    /** The file is not among the attached ones any longer; nothing happens when it was not. */
    public void detach(String sessionId, String name) {
        database.write(client -> detach(client, sessionId, name));
    }

    private static int detach(JdbcClient client, String sessionId, String name) {
        return client.sql("delete from session_files where session_id = ? and name = ?")
                .params(sessionId, name)
                .update();
    }

    private static SessionSummary summary(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        String title = row.getString("title");
        String input = row.getString("first_input");
        return new SessionSummary(
                row.getString("id"),
                Objects.requireNonNull(RunStore.instant(row, "created_at")),
                Objects.requireNonNull(RunStore.instant(row, "active_at")),
                title != null ? title : input == null ? "" : cut(input),
                row.getInt("turns"));
    }

    /** One line, cut at a word where one ends near. */
    static String cut(String input) {
        String line = input.strip().replaceAll("\\s+", " ");
        if (line.length() <= TITLE_CHARACTERS) {
            return line;
        }
        int end = line.lastIndexOf(' ', TITLE_CHARACTERS);
        end = end > TITLE_CHARACTERS / 2 ? end : TITLE_CHARACTERS;
        // A pair of surrogates is one character.
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
