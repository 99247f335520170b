package io.alltools.trajectories.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A small database in memory, with no way out of it: the agent's user may read and change the rows of the task's tables
 * and nothing else. So it has no files, no aliases, no triggers, no links and no settings.
 */
final class SqlDatabase implements AutoCloseable {

    static final int MAX_SECONDS = 2;
    static final int MAX_SHOWN_ROWS = 100;

    private static final int MAX_SHOWN_CELL = 500;
    private static final int MAX_SHOWN_CHARACTERS = 16_000;

    /** MySQL's {@code group_concat_max_len}, which cuts what the published hash is of. */
    private static final int GROUP_CONCAT_LENGTH = 1024;

    private static final int ROW_HASH_LENGTH = 5;

    private static final String WORDS_THAT_MYSQL_TAKES_FOR_NAMES =
            "YEAR,MONTH,DAY,HOUR,MINUTE,SECOND,VALUE,USER,END,KEY,ROWNUM,OFFSET,TO";

    private final List<Table> tables;
    private final Connection owner;
    private final Connection agent;

    private SqlDatabase(List<Table> tables, Connection owner, Connection agent) {
        this.tables = tables;
        this.owner = owner;
        this.agent = agent;
    }

    /**
     * @throws SQLException when H2 doesn't take the tables, for instance for a value that is not of its column's type
     */
    static SqlDatabase of(List<Table> tables) throws SQLException {
        String url = "jdbc:h2:mem:" + UUID.randomUUID()
                + ";DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;NON_KEYWORDS="
                + WORDS_THAT_MYSQL_TAKES_FOR_NAMES;
        String password = UUID.randomUUID().toString();
        Connection owner = DriverManager.getConnection(url + ";MODE=MySQL;IGNORECASE=TRUE", "owner", password);
        try (Statement statement = owner.createStatement()) {
            for (Table table : tables) {
                create(owner, table);
            }
            statement.execute("CREATE USER agent PASSWORD '" + password + "'");
            for (Table table : tables) {
                statement.execute(
                        "GRANT SELECT, INSERT, UPDATE, DELETE ON " + Table.quoted(table.name()) + " TO agent");
            }
            return new SqlDatabase(List.copyOf(tables), owner, DriverManager.getConnection(url, "agent", password));
        } catch (SQLException e) {
            owner.close();
            throw e;
        }
    }

    private static void create(Connection owner, Table table) throws SQLException {
        String name = Table.quoted(table.name());
        try (Statement statement = owner.createStatement()) {
            statement.execute(table.columns().stream()
                    .map(column -> Table.quoted(column.name()) + " " + column.type().sql)
                    .collect(Collectors.joining(", ", "CREATE TABLE " + name + " (", ")")));
        }
        String places = table.columns().stream().map(column -> "?").collect(Collectors.joining(", "));
        try (PreparedStatement insert = owner.prepareStatement("INSERT INTO " + name + " VALUES (" + places + ")")) {
            for (List<String> row : table.rows()) {
                for (int i = 0; i < row.size(); i++) {
                    insert.setString(i + 1, row.get(i));
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /**
     * Runs what an agent wrote.
     *
     * @return what a MySQL client would show: a head and rows, or how many rows changed
     * @throws IllegalArgumentException when the statement is of no allowed kind
     */
    String execute(String text) throws SQLException {
        return run(MySqlStatement.of(text));
    }

    String run(MySqlStatement asked) throws SQLException {
        try (Statement statement = agent.createStatement()) {
            statement.setQueryTimeout(MAX_SECONDS);
            statement.setMaxRows(MAX_SHOWN_ROWS + 1);
            if (statement.execute(asked.sql())) {
                try (ResultSet result = statement.getResultSet()) {
                    return shown(result);
                }
            }
            int changed = statement.getUpdateCount();
            return "Query OK, " + changed + (changed == 1 ? " row" : " rows") + " affected";
        }
    }

    /** The first column of what a query finds, as far as it would be shown. */
    List<String> firstColumn(String text) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = agent.createStatement()) {
            statement.setQueryTimeout(MAX_SECONDS);
            statement.setMaxRows(MAX_SHOWN_ROWS + 1);
            try (ResultSet result =
                    statement.executeQuery(MySqlStatement.of(text).sql())) {
                while (result.next()) {
                    values.add(cell(result, 1));
                }
            }
        }
        return values;
    }

    private static String shown(ResultSet result) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        List<String> line = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            line.add(result.getMetaData().getColumnLabel(i));
        }
        StringBuilder text = new StringBuilder(String.join(" | ", line)).append('\n');
        int rows = 0;
        boolean more = false;
        while (result.next()) {
            if (rows == MAX_SHOWN_ROWS || text.length() > MAX_SHOWN_CHARACTERS) {
                more = true;
                break;
            }
            line.clear();
            for (int i = 1; i <= columns; i++) {
                String cell = cell(result, i).replace("\n", "\\n");
                line.add(
                        cell.length() > MAX_SHOWN_CELL
                                ? cell.substring(0, cell.offsetByCodePoints(0, MAX_SHOWN_CELL / 2)) + "…"
                                : cell);
            }
            text.append(String.join(" | ", line)).append('\n');
            rows++;
        }
        if (rows == 0) {
            return "Empty set";
        }
        return text
                + (more
                        ? "(the first " + rows + " rows; there are more, narrow the query down)"
                        : rows == 1 ? "(1 row)" : "(" + rows + " rows)");
    }

    private static String cell(ResultSet result, int column) throws SQLException {
        Object value = result.getObject(column);
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value == null ? "NULL" : Objects.toString(result.getString(column), "NULL");
    }

    /**
     * The hash that AgentBench compares after a change ({@code calculate_tables_hash_async}): of each table
     * {@code md5(group_concat(substring(md5(concat_ws(',', columns)), 1, 5) order by ...))}; of several, sorted and
     * joined.
     */
    String hash() throws SQLException {
        List<String> hashes = new ArrayList<>();
        for (Table table : tables) {
            List<String> rows = new ArrayList<>();
            try (Statement statement = owner.createStatement();
                    ResultSet result = statement.executeQuery("SELECT * FROM " + Table.quoted(table.name()))) {
                while (result.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 1; i <= table.columns().size(); i++) {
                        @Nullable String value = result.getString(i);
                        if (value != null) {
                            values.add(value);
                        }
                    }
                    rows.add(md5(String.join(",", values)).substring(0, ROW_HASH_LENGTH));
                }
            }
            rows.sort(null);
            String all = String.join(",", rows);
            // MySQL's hash of nothing is NULL, which the published code spells as Python does.
            hashes.add(rows.isEmpty() ? "None" : md5(all.substring(0, Math.min(all.length(), GROUP_CONCAT_LENGTH))));
        }
        hashes.sort(null);
        return String.join("_", hashes);
    }

    private static String md5(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    @Override
    public void close() throws SQLException {
        try (owner) {
            agent.close();
        }
    }
}
