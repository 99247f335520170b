package io.alltools.web.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shared branches. Who may share a session is who may see it: ask {@link SessionStore} first. */
public final class ShareStore {

    private static final String SELECT =
            "select id, session_id, leaf_id, title, created_at, expires_at from shares where ";

    private final Database database;

    public ShareStore(Database database) {
        this.database = database;
    }

    /** @param hash of the link's token, in hex */
    public void add(Share share, String hash) {
        Instant expires = share.expiresAt();
        int ignored = database.write(client -> client.sql("insert into shares (id, session_id, leaf_id, hash, title,"
                        + " created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)")
                .param(share.id())
                .param(share.sessionId())
                .param(share.leafId())
                .param(hash)
                .param(StorableText.column(share.title()))
                .param(DatabaseJournal.time(share.createdAt()))
                .param(expires == null ? null : DatabaseJournal.time(expires))
                .update());
    }

    /** The shares of a session, those that have expired too, oldest first. */
    public List<Share> ofSession(String sessionId) {
        return database.read(client -> client.sql(SELECT + "session_id = ? order by created_at, id")
                .param(sessionId)
                .query(ShareStore::share)
                .list());
    }

    /** The share that a token opens; empty where it is unknown, revoked or expired. */
    public Optional<Share> find(String hash, Instant now) {
        return database.read(client -> client.sql(SELECT + "hash = ?")
                        .param(hash)
                        .query(ShareStore::share)
                        .optional())
                .filter(share -> share.isLive(now));
    }

    /** Ends a share; false where the session has none of this id. */
    public boolean delete(String sessionId, String shareId) {
        return database.write(client -> client.sql("delete from shares where session_id = ? and id = ?")
                        .params(sessionId, shareId)
                        .update())
                > 0;
    }

    private static Share share(ResultSet row, int number) throws SQLException {
        @Nullable Instant expires = RunStore.instant(row, "expires_at");
        return new Share(
                row.getString("id"),
                row.getString("session_id"),
                row.getString("leaf_id"),
                row.getString("title"),
                Objects.requireNonNull(RunStore.instant(row, "created_at")),
                expires);
    }
}
