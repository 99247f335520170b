package io.alltools.trajectories.export;

import io.alltools.agent.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Rows of JSON as Parquet, written by DuckDB. Each top-level field is a column: texts, numbers, booleans and lists of
 * them have types of their own, and everything else is a text of JSON, since its fields differ from row to row and a
 * common type would fill them with nulls. Nothing is lost.
 */
final class ParquetFile {

    private static final String JSON = "JSON";
    /** Of an empty list, which says nothing of its items. */
    private static final String UNKNOWN = "";

    /** DuckDB's own bound of a line; it reserves twice as much. */
    private static final long USUAL_LINE = 16L << 20;

    private ParquetFile() {}

    /**
     * Writes the rows of a JSONL file.
     *
     * @return the columns that hold JSON as text
     */
    static List<String> write(Path rows, Path parquet) throws IOException {
        Map<String, String> columns = columns(rows);
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET autoinstall_known_extensions=false");
            statement.execute("SET memory_limit='1GB'");
            // Each would reserve memory for the longest line.
            statement.execute("SET threads=1");
            statement.execute("SET preserve_insertion_order=true");
            String read = columns.entrySet().stream()
                    .map(column -> literal(column.getKey()) + ": " + literal(column.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
            String selected = columns.entrySet().stream()
                    .map(column -> column.getValue().equals(JSON)
                            ? "CAST(" + quoted(column.getKey()) + " AS VARCHAR) AS " + quoted(column.getKey())
                            : quoted(column.getKey()))
                    .collect(Collectors.joining(", "));
            statement.execute("COPY (SELECT " + selected + " FROM read_json(" + literal(rows.toString())
                    + ", format='newline_delimited', maximum_object_size=" + Math.max(USUAL_LINE, longestLine(rows))
                    + ", columns=" + read + ")) TO "
                    + literal(parquet.toString()) + " (FORMAT parquet, COMPRESSION zstd)");
        } catch (SQLException e) {
            throw new IOException("the rows can't be written as Parquet: " + e.getMessage(), e);
        }
        return columns.entrySet().stream()
                .filter(column -> column.getValue().equals(JSON))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** In bytes, at most. */
    private static long longestLine(Path rows) throws IOException {
        try (Stream<String> lines = Files.lines(rows)) {
            return lines.mapToLong(line -> 3L * line.length() + 1).max().orElse(0);
        }
    }

    /** The type of each field over all rows. */
    private static Map<String, String> columns(Path rows) throws IOException {
        Map<String, String> columns = new LinkedHashMap<>();
        try (BufferedReader reader = Files.newBufferedReader(rows)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Json.parseObject(line).forEachEntry((name, value) -> {
                    if (!value.isNull()) {
                        columns.merge(name, type(value), ParquetFile::common);
                    }
                });
            }
        }
        columns.replaceAll((name, type) -> type.equals(UNKNOWN) ? JSON : type);
        return columns;
    }

    private static String type(JsonNode value) {
        if (value.isArray()) {
            if (value.isEmpty()) {
                return UNKNOWN;
            }
            String item = value.valueStream()
                    .map(each -> each.isArray() ? JSON : type(each))
                    .reduce(ParquetFile::common)
                    .orElseThrow();
            return item.equals(JSON) ? JSON : item + "[]";
        }
        if (value.isString()) {
            return "VARCHAR";
        }
        if (value.isBoolean()) {
            return "BOOLEAN";
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return "BIGINT";
        }
        return value.isNumber() ? "DOUBLE" : JSON;
    }

    private static String common(String first, String second) {
        if (first.equals(second) || second.equals(UNKNOWN)) {
            return first;
        }
        if (first.equals(UNKNOWN)) {
            return second;
        }
        String numbers = first + " " + second;
        return switch (numbers) {
            case "BIGINT DOUBLE", "DOUBLE BIGINT" -> "DOUBLE";
            case "BIGINT[] DOUBLE[]", "DOUBLE[] BIGINT[]" -> "DOUBLE[]";
            default -> JSON;
        };
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
