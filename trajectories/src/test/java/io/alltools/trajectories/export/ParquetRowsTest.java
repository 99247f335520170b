package io.alltools.trajectories.export;

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
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ParquetRowsTest {

    private static final long MEGABYTE = 1L << 20;

    @TempDir
    private Path folder;

    @Test
    void nothingIsLost() throws Exception {
        List<ObjectNode> rows = List.of(
                Json.parseObject(
                        "{\"id\":\"a'b\\\"c\",\"n\":1,\"x\":1,\"ok\":true,\"ids\":[1,2],\"p\":[0.5,1],\"e\":[],"
                                + "\"messages\":[{\"role\":\"user\",\"content\":\"你好\\n\"}],\"names\":[\"x\",\"y\"]}"),
                Json.parseObject("{\"id\":\"d\",\"n\":-9007199254740993,\"x\":2.5,\"ids\":[],\"p\":[],\"e\":[],"
                        + "\"messages\":[{\"role\":\"tool\",\"arguments\":{\"deep\":[1,{}]}}],\"mixed\":7}"),
                Json.parseObject("{\"id\":\"\",\"mixed\":\"seven\",\"names\":[]}"));
        Path parquet = folder.resolve("it's [a] {*}.parquet");

        List<String> json = write(parquet, ParquetRows.Limits.USUAL, rows);

        assertThat(json).containsExactlyInAnyOrder("messages", "mixed", "e");
        assertThat(read(parquet, json)).isEqualTo(rows);
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
                try (DatasetFile data = DatasetFile.create(
                        DatasetPlace.file(file),
                        format,
                        ExportOptions.lenient(),
                        new DatasetFile.Origin(List.of(), null))) {
                    for (int seed = 0; seed < 40; seed++) {
                        data.add(RandomTrajectoriesTest.random(new Random(seed)));
                    }
                    manifest = data.finish();
                }
            }
            List<ObjectNode> rows =
                    Files.readAllLines(lines).stream().map(Json::parseObject).toList();
            assertThat(rows).isNotEmpty().hasSize(manifest.rows());
            assertThat(read(parquet, manifest.jsonColumns())).as(format.name()).isEqualTo(rows);
            assertThat(folder).isDirectoryNotContaining("glob:**.{part,rows,converted}");
        }
    }

    @Test
    void memoryIsBoundedWhateverTheNumberOfRowsAndTheyKeepTheirOrder() throws Exception {
        // 28 MB of JSON, which is 200 MB of numbers and their texts.
        List<ObjectNode> rows =
                IntStream.range(0, 100).mapToObj(row -> tokens(row, 20_000)).toList();
        Path parquet = folder.resolve("tokens.parquet");

        write(parquet, new ParquetRows.Limits(MEGABYTE, 4 * MEGABYTE, 128 * MEGABYTE), rows);

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

        assertThatThrownBy(() -> write(parquet, new ParquetRows.Limits(MEGABYTE, 4 * MEGABYTE, 128 * MEGABYTE), rows))
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

        write(parquet, ParquetRows.Limits.USUAL, List.of(Json.object().put("id", "a")));

        assertThat(read(parquet, List.of())).containsExactly(Json.object().put("id", "a"));
        Files.createDirectory(left);
        Files.writeString(left.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> write(parquet, ParquetRows.Limits.USUAL, List.of(Json.object())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("train.parquet.rows")
                .hasMessageContaining("move it away");
        assertThat(left.resolve("notes.txt")).hasContent("mine");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    private static List<String> write(Path parquet, ParquetRows.Limits limits, List<ObjectNode> rows)
            throws IOException {
        try (ParquetRows writer = new ParquetRows(parquet, limits)) {
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

    /** The rows, without fields that are null. */
    private static List<ObjectNode> read(Path parquet, List<String> json) throws Exception {
        List<ObjectNode> rows = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT to_json(t)::VARCHAR FROM '" + parquet.toString().replace("'", "''") + "' t")) {
            while (result.next()) {
                ObjectNode row = Json.object();
                Json.parseObject(result.getString(1)).forEachEntry((name, value) -> {
                    if (!value.isNull()) {
                        row.set(name, json.contains(name) ? Json.MAPPER.readTree(value.asString()) : whole(value));
                    }
                });
                rows.add(row);
            }
        }
        return rows;
    }

    /** A column of fractions writes 1 as 1.0. */
    private static JsonNode whole(JsonNode value) {
        if (value.isArray()) {
            var array = Json.MAPPER.createArrayNode();
            value.forEach(item -> array.add(whole(item)));
            return array;
        }
        return value.isFloatingPointNumber() && value.asDouble() == Math.rint(value.asDouble())
                ? Json.MAPPER.getNodeFactory().numberNode((int) value.asDouble())
                : value;
    }
}
