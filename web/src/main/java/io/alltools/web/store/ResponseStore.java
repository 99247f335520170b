package io.alltools.web.store;

import io.alltools.agent.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What responses tell of their requests. Who may see a response is who may see its run: ask {@link RunStore} first. */
public final class ResponseStore {

    private static final String SELECT =
            "select r.run_id, r.session_id, r.stored, r.background, r.own_session, r.developer, r.echo from responses r ";

    private final Database database;

    public ResponseStore(Database database) {
        this.database = database;
    }

    /** Keeps a record; its session must be there. */
    public void add(ResponseRecord record) {
        int ignored = database.write(client -> client.sql("insert into responses (run_id, session_id, stored,"
                        + " background, own_session, developer, echo) values (?, ?, ?, ?, ?, ?, ?)")
                .param(record.runId())
                .param(record.sessionId())
                .param(record.stored())
                .param(record.background())
                .param(record.ownSession())
                .param(StorableText.column(record.developer()))
                .param(StorableText.json(Json.write(record.echo())))
                .update());
    }

    /** The record of a run; empty for one that was not begun as a response. */
    public Optional<ResponseRecord> find(String runId) {
        return database.read(client -> client.sql(SELECT + "where r.run_id = ?")
                .param(runId)
                .query(ResponseStore::record)
                .optional());
    }

    /** Those that must not be kept and whose runs are over, which is what a server leaves that ended at the moment. */
    public List<ResponseRecord> leftovers() {
        return database.read(client -> client.sql(
                        SELECT + "join runs on runs.id = r.run_id where not r.stored and runs.outcome is not null")
                .query(ResponseStore::record)
                .list());
    }

    /**
     * Forgets a run that is over, with its events. Runs that go on from it go on from the one before it.
     *
     * @return whether its session still holds runs
     */
    public boolean deleteRun(String runId) {
        return database.write(client -> {
            String session = client.sql("select session_id from runs where id = ?")
                    .param(runId)
                    .query(String.class)
                    .optional()
                    .orElse("");
            RunStarts.releaseFrom(client, runId);
            client.sql(
                            "update runs set parent_id = (select p.parent_id from runs p where p.id = ?) where parent_id = ?")
                    .params(runId, runId)
                    .update();
            client.sql("delete from run_events where run_id = ?").param(runId).update();
            client.sql("delete from responses where run_id = ?").param(runId).update();
            client.sql("delete from runs where id = ?").param(runId).update();
            return client.sql("select count(*) from runs where session_id = ?")
                            .param(session)
                            .query(Integer.class)
                            .single()
                    > 0;
        });
    }

    private static ResponseRecord record(ResultSet row, int number) throws SQLException {
        return new ResponseRecord(
                row.getString("run_id"),
                row.getString("session_id"),
                row.getBoolean("stored"),
                row.getBoolean("background"),
                row.getBoolean("own_session"),
                row.getString("developer"),
                Json.parseObject(row.getString("echo")));
    }
}
