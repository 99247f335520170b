package io.alltools.trajectories.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ParquetFileTest {

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
        Path jsonl = folder.resolve("rows.part");
        Files.writeString(
                jsonl, String.join("\n", rows.stream().map(Json::write).toList()) + "\n");
        Path parquet = folder.resolve("it's.parquet");

        List<String> json = ParquetFile.write(jsonl, parquet);

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
