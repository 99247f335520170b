package io.alltools.web.store;

import io.alltools.agent.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The sources of tools that were added while the server ran. */
public final class ToolSourceStore {

    private final Database database;

    public ToolSourceStore(Database database) {
        this.database = database;
    }

    /** In the order in which they were added. */
    public List<ToolSourceRecord> all() {
        return database.read(client -> client.sql("select id, kind, name, url, document, token, only_tools, created_at"
                        + " from tool_sources order by created_at, id")
                .query((row, n) -> source(row))
                .list());
    }

    public void insert(ToolSourceRecord source) {
        int ignored = database.write(client -> client.sql(
                        "insert into tool_sources (id, kind, name, url, document, token, only_tools, created_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?)")
                .param(source.id())
                .param(source.kind().name().toLowerCase(Locale.ROOT))
                .param(source.name())
                .param(source.url())
                .param(source.document())
                .param(source.token())
                .param(Json.write(source.only()))
                .param(DatabaseJournal.time(source.createdAt()))
                .update());
    }

    /** Forgets a source with its token; nothing happens where there is none. */
    public void delete(String id) {
        int ignored = database.write(client ->
                client.sql("delete from tool_sources where id = ?").param(id).update());
    }

    private static ToolSourceRecord source(ResultSet row) throws SQLException {
        List<String> only = new ArrayList<>();
        Json.MAPPER.readTree(row.getString("only_tools")).forEach(name -> only.add(name.asString()));
        return new ToolSourceRecord(
                row.getString("id"),
                ToolSourceRecord.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("name"),
                row.getString("url"),
                row.getString("document"),
                row.getString("token"),
                only,
                Objects.requireNonNull(RunStore.instant(row, "created_at")));
    }
}
