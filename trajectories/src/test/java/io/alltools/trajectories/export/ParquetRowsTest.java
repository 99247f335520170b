package io.alltools.trajectories.export;

import static io.alltools.trajectories.export.ColumnType.Free.JSON;
import static io.alltools.trajectories.export.ColumnType.Free.TEXT_OR_JSON;
import static io.alltools.trajectories.export.ColumnType.Scalar.FLAG;
import static io.alltools.trajectories.export.ColumnType.Scalar.INTEGER;
import static io.alltools.trajectories.export.ColumnType.Scalar.NUMBER;
import static io.alltools.trajectories.export.ColumnType.Scalar.TEXT;
import static io.alltools.trajectories.export.ColumnType.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ParquetRowsTest {

    private static final long MEGABYTE = 1L << 20;

    private static final ColumnType.Fields TOKENS = new TokensFormat((messages, tools) -> List.of()).columns();

    @TempDir
    private Path folder;

    @Test
    void objectsAreStructsAndWhatIsFreeIsJson() throws Exception {
        ColumnType.Fields columns = ColumnType.fields()
                .with("id", TEXT)
                .with("n", INTEGER)
                .with("x", NUMBER)
                .with("ok", FLAG)
                .with("ids", list(INTEGER))
                .with(
                        "messages",
                        list(ColumnType.fields()
                                .with("role", TEXT)
                                .with("content", TEXT_OR_JSON)
                                .with("call", ColumnType.fields().with("arguments", JSON))))
                .with("note", TEXT_OR_JSON)
                .with("any", JSON);
        List<ObjectNode> rows = List.of(
                Json.parseObject("{\"id\":\"a'b\\\"c\",\"n\":1,\"x\":1,\"ok\":true,\"ids\":[1,2],\"note\":\"1\","
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"你好\\n\\u0000\"},{}]}"),
                Json.parseObject("{\"id\":\"d\",\"n\":-9007199254740993,\"x\":2.5,\"ids\":[],\"any\":[1,null,{}],"
                        + "\"messages\":[{\"content\":[{\"type\":\"image\",\"of\":null}],"
                        + "\"call\":{\"arguments\":{\"deep\":[1,{\"none\":null}]}}}]}"),
                Json.parseObject("{\"id\":\"\",\"messages\":[{\"call\":{}}],\"any\":\"text\"}"),
                Json.parseObject("{\"messages\":[]}"));
        Path parquet = folder.resolve("it's [a] {*}.parquet");

        List<String> json = write(parquet, columns, ParquetRows.Limits.USUAL, rows);

        assertThat(json).containsExactly("messages.content", "messages.call.arguments", "any");
        assertThat(read(parquet, json)).isEqualTo(expected(rows, json));
        assertThat(types(parquet))
                .containsEntry("note", "VARCHAR")
                .containsEntry(
                        "messages",
                        "STRUCT(\"role\" VARCHAR, \"content\" VARCHAR, \"call\" STRUCT(arguments VARCHAR))[]");
    }

    @Test
    void whatAFormatDidNotDeclareIsRefused() throws Exception {
        ColumnType.Fields columns = ColumnType.fields()
                .with("n", INTEGER)
                .with("list", list(ColumnType.fields().with("a", TEXT)));

        assertThatThrownBy(() -> write(columns, "{\"n\":1,\"list\":[{\"a\":\"\"},{\"b\":1}]}"))
                .hasMessageContaining("list.b has no column")
                .hasMessageContaining("Export as JSONL");
        assertThatThrownBy(() -> write(columns, "{\"n\":1.5}")).hasMessageContaining("n is 1.5");
        assertThatThrownBy(() -> write(columns, "{\"n\":9223372036854775808}"))
                .hasMessageContaining("n is 9223372036854775808");
        assertThatThrownBy(() -> write(columns, "{\"list\":{\"a\":\"\"}}")).hasMessageContaining("list is {");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void filesOfAFormatHaveTheSameColumnsWhateverTheirRows() throws Exception {
        for (TrajectoryFormat format : TrajectoryFormats.all()) {
            Path empty = folder.resolve("empty.parquet");
            Path full = folder.resolve("full.parquet");
            write(empty, format.columns(), ParquetRows.Limits.USUAL, List.of(Json.object()));
            export(full, format, 10);

            assertThat(types(full)).as(format.name()).isEqualTo(types(empty));
        }
    }

    @Test
    void everyFormatComesBackAsItWasWritten() throws Exception {
        for (TrajectoryFormat format : TrajectoryFormats.all()) {
            if (format.name().equals("verl")) {
                // The random trajectories have no token ids.
                continue;
            }
            Path lines = folder.resolve(format.name() + ".jsonl");
            Path parquet = folder.resolve(format.name() + ".parquet");
            DatasetManifest manifest = null;
            for (Path file : List.of(lines, parquet)) {
                manifest = export(file, format, 40);
            }
            List<ObjectNode> rows =
                    Files.readAllLines(lines).stream().map(Json::parseObject).toList();
            assertThat(rows).isNotEmpty().hasSize(manifest.rows());
            assertThat(read(parquet, manifest.jsonColumns()))
                    .as(format.name())
                    .isEqualTo(expected(rows, manifest.jsonColumns()));
            assertThat(folder).isDirectoryNotContaining("glob:**.{part,rows,converted}");
        }
    }

    @Test
    void memoryIsBoundedWhateverTheNumberOfRowsAndTheyKeepTheirOrder() throws Exception {
        // 28 MB of JSON, which is 200 MB of numbers and their texts.
        List<ObjectNode> rows =
                IntStream.range(0, 100).mapToObj(row -> tokens(row, 20_000)).toList();
        Path parquet = folder.resolve("tokens.parquet");

        write(parquet, TOKENS, new ParquetRows.Limits(MEGABYTE, 4 * MEGABYTE, 128 * MEGABYTE), rows);

        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            List<String> ids = new ArrayList<>();
            try (ResultSet result = statement.executeQuery(
                    "SELECT id, list_sum(input_ids), len(loss_mask), list_sum(loss_mask) FROM '" + parquet + "'")) {
                while (result.next()) {
                    ids.add(result.getString(1) + " " + result.getLong(2) + " " + result.getLong(3) + " "
                            + result.getLong(4));
                }
            }
            assertThat(ids)
                    .isEqualTo(rows.stream().map(ParquetRowsTest::summary).toList());
            try (ResultSet result = statement.executeQuery("SELECT max(bytes), count(*) FROM (SELECT"
                    + " sum(total_uncompressed_size) AS bytes FROM parquet_metadata('" + parquet
                    + "') GROUP BY row_group_id)")) {
                assertThat(result.next()).isTrue();
                assertThat(result.getLong(1)).isLessThan(6 * MEGABYTE);
                assertThat(result.getLong(2)).isGreaterThan(10);
            }
        }
    }

    @Test
    void aRowThatIsTooLongIsNamedAndNothingRemains() throws Exception {
        List<ObjectNode> rows = List.of(tokens(0, 10), tokens(1, 400_000), tokens(2, 10));
        Path parquet = folder.resolve("tokens.parquet");
        Files.writeString(parquet, "before");

        assertThatThrownBy(() ->
                        write(parquet, TOKENS, new ParquetRows.Limits(MEGABYTE, 4 * MEGABYTE, 128 * MEGABYTE), rows))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("row 2 is too long for Parquet")
                .hasMessageContaining("MB of JSON")
                .hasMessageContaining("Export as JSONL");

        assertThat(parquet).hasContent("before");
        assertThat(folder).isDirectoryNotContaining("glob:**tokens.parquet.*");
    }

    @Test
    void whatAKilledExportLeftIsTakenAwayAndNothingElse() throws Exception {
        Path parquet = folder.resolve("train.parquet");
        Path left = Files.createDirectory(folder.resolve("train.parquet.rows"));
        Files.writeString(left.resolve("000000007.jsonl"), "{\"id\":\"of another export\"}\n");

        write(parquet, TOKENS, ParquetRows.Limits.USUAL, List.of(Json.object().put("id", "a")));

        assertThat(read(parquet, List.of())).containsExactly(Json.object().put("id", "a"));
        Files.createDirectory(left);
        Files.writeString(left.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> write(parquet, TOKENS, ParquetRows.Limits.USUAL, List.of(Json.object())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("train.parquet.rows")
                .hasMessageContaining("move it away");
        assertThat(left.resolve("notes.txt")).hasContent("mine");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    private void write(ColumnType.Fields columns, String row) throws IOException {
        write(folder.resolve("one.parquet"), columns, ParquetRows.Limits.USUAL, List.of(Json.parseObject(row)));
    }

    private static DatasetManifest export(Path file, TrajectoryFormat format, int trajectories) throws IOException {
        try (DatasetFile data = DatasetFile.create(
                DatasetPlace.file(file), format, ExportOptions.lenient(), new DatasetFile.Origin(List.of(), null))) {
            for (int seed = 0; seed < trajectories; seed++) {
                data.add(RandomTrajectoriesTest.random(new Random(seed)));
            }
            return data.finish();
        }
    }

    private static List<String> write(
            Path parquet, ColumnType.Fields columns, ParquetRows.Limits limits, List<ObjectNode> rows)
            throws IOException {
        try (ParquetRows writer = new ParquetRows(parquet, columns, limits)) {
            for (ObjectNode row : rows) {
                writer.add(row);
            }
            RowWriter.Written written = writer.finish();
            written.file().publish();
            return written.jsonColumns();
        }
    }

    /** A row as {@link TokensFormat} makes them. */
    private static ObjectNode tokens(int number, int length) {
        Random random = new Random(number);
        ObjectNode row = Json.object().put("id", "row " + number);
        var ids = row.putArray("input_ids");
        var attention = row.putArray("attention_mask");
        var labels = row.putArray("labels");
        var mask = row.putArray("loss_mask");
        for (int i = 0; i < length; i++) {
            int id = random.nextInt(151_552);
            boolean trained = i / 100 % 3 == 1;
            ids.add(id);
            attention.add(1);
            labels.add(trained ? id : -100);
            mask.add(trained ? 1 : 0);
        }
        return row;
    }

    private static String summary(ObjectNode row) {
        return row.path("id").asString() + " " + sum(row.path("input_ids")) + " "
                + row.path("loss_mask").size() + " " + sum(row.path("loss_mask"));
    }

    private static long sum(JsonNode numbers) {
        return numbers.valueStream().mapToLong(JsonNode::asLong).sum();
    }

    private static Map<String, String> types(Path parquet) throws Exception {
        Map<String, String> types = new LinkedHashMap<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery("DESCRIBE FROM '" + sql(parquet) + "'")) {
            while (result.next()) {
                types.put(result.getString(1), result.getString(2));
            }
        }
        return types;
    }

    private static String sql(Path file) {
        return file.toString().replace("'", "''");
    }

    /** The rows, without fields that are null. */
    private static List<JsonNode> read(Path parquet, List<String> json) throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery("SELECT to_json(t)::VARCHAR FROM '" + sql(parquet) + "' t")) {
            while (result.next()) {
                rows.add(plain(Json.parseObject(result.getString(1)), "", json, true));
            }
        }
        return rows;
    }

    /** A null and a missing field are the same, but for what is within JSON. */
    private static List<JsonNode> expected(List<ObjectNode> rows, List<String> json) {
        return rows.stream().map(row -> plain(row, "", json, false)).toList();
    }

    private static JsonNode plain(JsonNode value, String path, List<String> json, boolean text) {
        if (json.contains(path) && !(text && value.isArray())) {
            return text ? Json.MAPPER.readTree(value.asString()) : value;
        }
        if (value.isArray()) {
            var array = Json.MAPPER.createArrayNode();
            value.forEach(item -> array.add(plain(item, path, json, text)));
            return array;
        }
        if (value.isObject()) {
            ObjectNode object = Json.object();
            value.forEachEntry((name, field) -> {
                if (!field.isNull()) {
                    object.set(name, plain(field, path.isEmpty() ? name : path + "." + name, json, text));
                }
            });
            // An object of nulls only is one without fields.
            return object;
        }
        // A column of fractions writes 1 as 1.0.
        return value.isNumber()
                ? Json.MAPPER.getNodeFactory().numberNode(value.decimalValue().stripTrailingZeros())
                : value;
    }
}
