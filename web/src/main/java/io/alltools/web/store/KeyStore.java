package io.alltools.web.store;

import io.alltools.web.caller.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** API keys, the browsers that are signed in with one, and what each used. Keys come and go as hashes only. */
public final class KeyStore {

    private static final String COLUMNS = "id, name, shown, scopes, requests_per_minute, tokens_per_minute, created_at,"
            + " expires_at, revoked_at, hash";

    private final Database database;

    public KeyStore(Database database) {
        this.database = database;
    }

    /**
     * Keeps a new key.
     *
     * @return false when a key of this name is live
     */
    public boolean insert(ApiKey key, String hash) {
        return database.write(client -> {
            boolean taken = all(client).values().stream()
                    .anyMatch(other -> other.name().equals(key.name()) && other.isLive(key.createdAt()));
            if (taken) {
                return false;
            }
            client.sql("insert into api_keys (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .param(key.id())
                    .param(key.name())
                    .param(key.shown())
                    .param(Scope.words(key.scopes()))
                    .param(key.requestsPerMinute())
                    .param(key.tokensPerMinute())
                    .param(DatabaseJournal.time(key.createdAt()))
                    .param(time(key.expiresAt()))
                    .param(time(key.revokedAt()))
                    .param(hash)
                    .update();
            return true;
        });
    }

    /** All keys that ever were, by their hashes, the oldest first. */
    public SequencedMap<String, ApiKey> byHash() {
        return database.read(KeyStore::all);
    }

    /** Whether any key can be used. */
    public boolean anyLive(Instant now) {
        return byHash().values().stream().anyMatch(key -> key.isLive(now));
    }

    /** Ends a key and the sign-ins with it; nothing happens where it is revoked. */
    public void revoke(String keyId, Instant at) {
        database.write(client -> {
            client.sql("delete from sign_ins where key_id = ?").param(keyId).update();
            return client.sql("update api_keys set revoked_at = ? where id = ? and revoked_at is null")
                    .params(DatabaseJournal.time(at), keyId)
                    .update();
        });
    }

    /** Keeps that a browser is signed in. */
    public void signIn(String hash, String keyId, Instant now, Instant expiresAt) {
        database.write(client -> {
            client.sql("delete from sign_ins where expires_at <= ?")
                    .param(DatabaseJournal.time(now))
                    .update();
            return client.sql("insert into sign_ins (hash, key_id, expires_at) values (?, ?, ?)")
                    .params(hash, keyId, DatabaseJournal.time(expiresAt))
                    .update();
        });
    }

    /** The key that a browser is signed in with. */
    public Optional<String> signedIn(String hash, Instant now) {
        return database.read(client -> client.sql("select key_id from sign_ins where hash = ? and expires_at > ?")
                .params(hash, DatabaseJournal.time(now))
                .query(String.class)
                .optional());
    }

    public void signOut(String hash) {
        int ignored = database.write(client ->
                client.sql("delete from sign_ins where hash = ?").param(hash).update());
    }

    /** Adds to what keys used on a day. */
    public void addUsage(LocalDate day, Map<String, KeyUsage> used) {
        database.write(client -> {
            used.forEach((keyId, usage) -> add(client, keyId, day, usage));
            return used.size();
        });
    }

    private static void add(JdbcClient client, String keyId, LocalDate day, KeyUsage usage) {
        int updated = client.sql("update key_usage set requests = requests + ?, prompt_tokens = prompt_tokens + ?,"
                        + " completion_tokens = completion_tokens + ? where key_id = ? and used_on = ?")
                .params(usage.requests(), usage.promptTokens(), usage.completionTokens(), keyId, day)
                .update();
        if (updated == 0) {
            client.sql("insert into key_usage (requests, prompt_tokens, completion_tokens, key_id, used_on)"
                            + " values (?, ?, ?, ?, ?)")
                    .params(usage.requests(), usage.promptTokens(), usage.completionTokens(), keyId, day)
                    .update();
        }
    }

    /** What a key used on each day, the newest first. */
    public SequencedMap<LocalDate, KeyUsage> usage(String keyId) {
        TreeMap<LocalDate, KeyUsage> days = new TreeMap<>();
        database.read(client -> client.sql("select used_on, requests, prompt_tokens, completion_tokens from key_usage"
                                + " where key_id = ?")
                        .param(keyId)
                        .query((row, n) -> Map.entry(row.getObject("used_on", LocalDate.class), usage(row)))
                        .list())
                .forEach(day -> days.put(day.getKey(), day.getValue()));
        return days.reversed();
    }

    private static SequencedMap<String, ApiKey> all(JdbcClient client) {
        return client
                .sql("select " + COLUMNS + " from api_keys order by created_at, id")
                .query((row, n) -> Map.entry(row.getString("hash"), key(row)))
                .list()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, java.util.LinkedHashMap::new));
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getString("id"),
                row.getString("name"),
                row.getString("shown"),
                Scope.of(row.getString("scopes")),
                row.getInt("requests_per_minute"),
                row.getInt("tokens_per_minute"),
                Objects.requireNonNull(RunStore.instant(row, "created_at")),
                RunStore.instant(row, "expires_at"),
                RunStore.instant(row, "revoked_at"));
    }

    private static KeyUsage usage(ResultSet row) throws SQLException {
        return new KeyUsage(row.getLong("requests"), row.getLong("prompt_tokens"), row.getLong("completion_tokens"));
    }

    private static java.time.@Nullable OffsetDateTime time(@Nullable Instant at) {
        return at == null ? null : DatabaseJournal.time(at);
    }
}
