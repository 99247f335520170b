package io.alltools.trajectories.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlDatabaseTest {

    private static final Table TABLE = new Table(
            "Ports of call",
            List.of(
                    new Table.Column("name", Table.Type.TEXT),
                    new Table.Column("berths", Table.Type.INTEGER),
                    new Table.Column("year", Table.Type.INTEGER)),
            List.of(List.of("Kiel", "12", "1895"), List.of("Turku's", "7", "1902"), List.of("Ystad", "9", "1861")));

    private SqlDatabase database;

    @BeforeEach
    void open() throws SQLException {
        database = SqlDatabase.of(List.of(TABLE));
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void answersAsAClientShows() throws SQLException {
        assertThat(database.execute("SELECT name, berths FROM `Ports of call` WHERE berths > 8 ORDER BY name;"))
                .isEqualTo("name | berths\nKiel | 12\nYstad | 9\n(2 rows)");
        assertThat(database.execute("SELECT * FROM `ports OF call` WHERE name = 'nowhere'"))
                .isEqualTo("Empty set");
        assertThat(database.execute("DESCRIBE `Ports of call`"))
                .contains("berths")
                .contains("(3 rows)");
        assertThat(database.execute("SHOW TABLES")).contains("Ports of call");
        assertThat(database.execute("SELECT NULL AS a")).isEqualTo("a\nNULL\n(1 row)");
    }

    @Test
    void takesMySqlsSpelling() throws SQLException {
        assertThat(database.execute("SELECT berths FROM `Ports of call` WHERE name = \"KIEL\" # a remark"))
                .contains("12");
        assertThat(database.execute("SELECT year FROM `Ports of call` WHERE name = 'Turku\\'s' -- it's\n"))
                .contains("1902");
        assertThat(database.execute("/* ' */ select count(*) from `Ports of call` where name like '%T%'"))
                .contains("\n2\n");
        assertThat(database.execute("UPDATE `Ports of call` SET berths = berths + 1 WHERE name = \"it's\""))
                .isEqualTo("Query OK, 0 rows affected");
        assertThat(database.execute("(SELECT MAX(year) FROM `Ports of call`)")).contains("1902");
    }

    @Test
    void aSemicolonInATextEndsNothing() throws SQLException {
        assertThat(database.execute("SELECT 'a;b' AS t;")).contains("a;b");
        assertThatThrownBy(() -> database.execute("SELECT 1; DELETE FROM `Ports of call`"))
                .hasMessageContaining("more than one statement");
        assertThatThrownBy(() -> database.execute("SELECT 'open")).hasMessage("a quote ' is not closed");
        assertThatThrownBy(() -> database.execute("  ")).hasMessageContaining("there is no statement");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE ALIAS x FOR 'java.lang.System.getProperty'",
                "CREATE TRIGGER x BEFORE INSERT ON `Ports of call` CALL 'evil.Trigger'",
                "CREATE AGGREGATE x FOR 'evil.Aggregate'",
                "CREATE TABLE x(y INT)",
                "CREATE LOCAL TEMPORARY TABLE x(y INT)",
                "CREATE USER x PASSWORD 'y' ADMIN",
                "DROP TABLE `Ports of call`",
                "ALTER TABLE `Ports of call` ADD x INT",
                "TRUNCATE TABLE `Ports of call`",
                "RUNSCRIPT FROM 'http://localhost/x.sql'",
                "SCRIPT TO 'FILE'",
                "BACKUP TO 'FILE'",
                "CALL FILE_READ('FILE')",
                "CALL CSVWRITE('FILE', 'SELECT 1')",
                "SET QUERY_TIMEOUT 0",
                "SET MODE PostgreSQL",
                "SHUTDOWN",
                "GRANT ALL ON `Ports of call` TO PUBLIC",
                "EXECUTE IMMEDIATE 'SHUTDOWN'",
                "PREPARE COMMIT x",
                "LOAD DATA INFILE 'FILE' INTO TABLE `Ports of call`",
                "SELECT FILE_READ('FILE')",
                "SELECT FILE_WRITE('x', 'FILE')",
                "SELECT `FILE_READ` ('FILE')",
                "SELECT FILE_READ /* hidden */ ('FILE')",
                "SELECT * FROM CSVREAD('FILE')",
                "SELECT CSVWRITE('FILE', 'SELECT 1')",
                "SELECT * FROM LINK_SCHEMA('x', '', 'jdbc:h2:mem:y', 'sa', '', 'PUBLIC')",
                "INSERT INTO `Ports of call` SELECT X, 1, 1 FROM SYSTEM_RANGE(1, 1000000000)",
                "SELECT REPEAT('x', 2000000000)",
                "SELECT name FROM `Ports of call` WHERE name REGEXP '(K+)+$'",
                "EXPLAIN ANALYZE SELECT FILE_READ('FILE')",
                "WITH x AS (SELECT FILE_READ('FILE')) SELECT * FROM x",
            })
    void thereIsNoWayOut(String statement, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secret.txt"), "secret");
        assertThatThrownBy(() -> database.execute(statement.replace("FILE'", file + "'")))
                .isInstanceOfAny(IllegalArgumentException.class, SQLException.class);
        assertThat(file).hasContent("secret");
        assertThat(folder.toFile().list()).containsExactly("secret.txt");
        assertThat(database.execute("SELECT COUNT(*) FROM `Ports of call`")).contains("3");
    }

    /** The user's rights hold also where a spelling gets past the first check. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT U&\"FILE_READ\"('FILE')",
                "SELECT * FROM INFORMATION_SCHEMA.USERS U, (SELECT * FROM TABLE(X INT = (1))) WHERE FILE_READ ('FILE') = 1",
                "DELETE FROM INFORMATION_SCHEMA.TABLES",
                "INSERT INTO INFORMATION_SCHEMA.SETTINGS VALUES ('a', 'b')",
                "SELECT * FROM FINAL TABLE (DELETE FROM INFORMATION_SCHEMA.TABLES)"
            })
    void rightsHoldToo(String statement) {
        assertThatThrownBy(() -> database.execute(statement))
                .isInstanceOfAny(IllegalArgumentException.class, SQLException.class);
    }

    @Test
    void theUserHasNoRightsBeyondRows() throws Exception {
        for (String statement : List.of(
                "CREATE ALIAS x FOR 'java.lang.System.getProperty'",
                "CREATE TABLE PUBLIC.x(y INT)",
                "SCRIPT",
                "SHUTDOWN",
                "SET MODE REGULAR",
                "CREATE TRIGGER x BEFORE INSERT ON `Ports of call` CALL 'evil.Trigger'",
                "CALL FILE_READ('/etc/hostname')",
                "SELECT * FROM CSVREAD('/etc/hostname')",
                "CALL CSVWRITE('x.csv', 'SELECT 1')",
                "CALL FILE_WRITE('x', 'x.txt')",
                "SELECT * FROM LINK_SCHEMA('x', '', 'jdbc:h2:mem:y', 'sa', '', 'PUBLIC')",
                "RUNSCRIPT FROM 'x.sql'",
                "BACKUP TO 'x.zip'")) {
            assertThatThrownBy(() -> database.run(new MySqlStatement(statement)))
                    .as(statement)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("right");
        }
    }

    @Test
    void whatTakesTooLongIsStopped() {
        String t = "`Ports of call`";
        String crossed = "SELECT COUNT(*) FROM " + t + " a" + ", " + String.join(", ", crossed(t, 22));
        assertThatThrownBy(() -> database.execute(crossed)).isInstanceOf(SQLTimeoutException.class);
        assertThatThrownBy(() -> database.execute("SELECT " + "1+".repeat(5_000) + "1"))
                .hasMessageContaining("10008 characters");
    }

    private static List<String> crossed(String table, int times) {
        List<String> tables = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            tables.add(table + " t" + i);
        }
        return tables;
    }

    @Test
    void longResultsAreCut() throws SQLException {
        String t = "`Ports of call`";
        String rows = database.execute("SELECT a.name FROM " + t + " a, " + String.join(", ", crossed(t, 5)));
        assertThat(rows).endsWith("(the first 100 rows; there are more, narrow the query down)");
        String wide = database.execute("SELECT '" + "😀".repeat(2_000) + "' AS wide");
        assertThat(wide).hasSizeLessThan(600).contains("…");
    }

    @Test
    void databasesAreSeparate() throws SQLException {
        try (SqlDatabase other = SqlDatabase.of(List.of(TABLE))) {
            other.execute("DELETE FROM `Ports of call`");
            assertThat(other.execute("SELECT * FROM `Ports of call`")).isEqualTo("Empty set");
            assertThat(database.execute("SELECT COUNT(*) FROM `Ports of call`")).contains("3");
            assertThat(other.hash()).isEqualTo("None");
        }
    }

    /**
     * By hand: md5 of "Kiel,12,1895" begins with 732a3, of "Turku's,7,1902" with fc00c, of "Ystad,9,1861" with 24d3c,
     * and the hash is the md5 of "24d3c,732a3,fc00c".
     */
    @Test
    void theHashIsAgentBenchs() throws SQLException {
        assertThat(database.hash()).isEqualTo("d59149a3e9b939b6f945f7cc0082d9cc");
        database.execute("DELETE FROM `Ports of call` WHERE name = 'Kiel'");
        String two = database.hash();
        assertThat(two).isEqualTo("8eeafc27db3f091db8753855742beac0");
        database.execute("INSERT INTO `Ports of call` VALUES ('Kiel', 12, 1895)");
        // The order of the rows doesn't count.
        assertThat(database.hash()).isEqualTo("d59149a3e9b939b6f945f7cc0082d9cc");
    }

    /** MySQL's group_concat gives the first 1,024 characters, which are 170 rows and a part of one. */
    @Test
    void theHashIsOfWhatGroupConcatKeeps() throws SQLException {
        List<List<String>> rows = new ArrayList<>(Collections.nCopies(171, List.of("same")));
        Table.Column column = new Table.Column("a", Table.Type.TEXT);
        String shorter;
        try (SqlDatabase some = SqlDatabase.of(List.of(new Table("t", List.of(column), rows)))) {
            shorter = some.hash();
        }
        rows.add(List.of("same"));
        try (SqlDatabase more = SqlDatabase.of(List.of(new Table("t", List.of(column), rows)))) {
            assertThat(more.hash()).isEqualTo(shorter);
        }
    }

    @Test
    void tablesThatCannotBeAreNamed() {
        Table.Column a = new Table.Column("a", Table.Type.TEXT);
        assertThatThrownBy(() -> new Table("t", List.of(a, new Table.Column("A", Table.Type.TEXT)), List.of()))
                .hasMessageContaining("a column \"A\" twice");
        assertThatThrownBy(() -> new Table("t", List.of(a), List.of(List.of("1", "2"))))
                .hasMessage("row 1 of the table \"t\" has 2 values: expected 1");
        assertThatThrownBy(() -> new Table("t", List.of(), List.of())).hasMessageContaining("no columns");
    }
}
