package io.alltools.trajectories.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A format's columns as DuckDB reads and writes them: lists of objects are lists of structs, and what is
 * {@link ColumnType.Free} is a text. Not thread-safe.
 */
final class ParquetColumns {

    private final ColumnType.Fields columns;
    private final Map<ColumnType.Fields, Map<String, ColumnType>> byName = new HashMap<>();
    /** Where {@link ColumnType.Free#TEXT_OR_JSON} met something else than a text. */
    private final Set<String> notText = new HashSet<>();

    ParquetColumns(ColumnType.Fields columns) {
        this.columns = columns;
    }

    /**
     * Looks at a row before it is written, since DuckDB passes over what it has no column for.
     *
     * @throws IllegalArgumentException when it has what the format did not declare
     */
    void check(ObjectNode row) {
        check(row, columns, "");
    }

    private void check(JsonNode value, ColumnType type, String path) {
        if (value.isNull()) {
            return;
        }
        boolean fits = switch (type) {
            case ColumnType.Scalar.TEXT -> value.isString();
            case ColumnType.Scalar.INTEGER -> value.isIntegralNumber() && value.canConvertToLong();
            case ColumnType.Scalar.NUMBER -> value.isNumber();
            case ColumnType.Scalar.FLAG -> value.isBoolean();
            case ColumnType.Free.JSON -> true;
            case ColumnType.Free.TEXT_OR_JSON -> {
                if (!value.isString()) {
                    notText.add(path);
                }
                yield true;
            }
            case ColumnType.Items(ColumnType item) -> {
                if (value.isArray()) {
                    value.forEach(each -> check(each, item, path));
                }
                yield value.isArray();
            }
            case ColumnType.Fields fields -> {
                Map<String, ColumnType> known = byName.computeIfAbsent(
                        fields,
                        some -> some.fields().stream()
                                .collect(Collectors.toMap(ColumnType.Field::name, ColumnType.Field::type)));
                value.forEachEntry((name, field) -> {
                    ColumnType declared = known.get(name);
                    if (declared == null) {
                        throw new IllegalArgumentException("the field " + below(path, name)
                                + " has no column in Parquet: expected one of " + known.keySet() + ". Export as JSONL");
                    }
                    check(field, declared, below(path, name));
                });
                yield value.isObject();
            }
        };
        if (!fits) {
            String text = value.toString();
            throw new IllegalArgumentException("the field " + path + " is "
                    + text.substring(0, Math.min(text.length(), 100)) + ", which its column in Parquet can't hold: "
                    + "expected " + described(type) + ". Export as JSONL");
        }
    }

    private static String described(ColumnType type) {
        return switch (type) {
            case ColumnType.Scalar.TEXT -> "a text";
            case ColumnType.Scalar.INTEGER -> "an integer of 64 bits";
            case ColumnType.Scalar.NUMBER -> "a number";
            case ColumnType.Scalar.FLAG -> "true or false";
            case ColumnType.Free ignored -> "any value";
            case ColumnType.Items ignored -> "a list";
            case ColumnType.Fields ignored -> "an object";
        };
    }

    /** What is a text of JSON, such as {@code messages.tool_calls.function.arguments}. */
    List<String> json() {
        List<String> json = new ArrayList<>();
        json(columns, "", json);
        return List.copyOf(json);
    }

    private void json(ColumnType type, String path, List<String> json) {
        switch (type) {
            case ColumnType.Scalar ignored -> {}
            case ColumnType.Free free -> {
                if (free == ColumnType.Free.JSON || notText.contains(path)) {
                    json.add(path);
                }
            }
            case ColumnType.Items(ColumnType item) -> json(item, path, json);
            case ColumnType.Fields(List<ColumnType.Field> fields) ->
                fields.forEach(field -> json(field.type(), below(path, field.name()), json));
        }
    }

    /** For {@code read_json}. */
    String read() {
        return columns.fields().stream()
                .map(column -> literal(column.name()) + ": " + literal(sql(column.type(), column.name(), "JSON")))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** For {@code SELECT}. */
    String selected() {
        return columns.fields().stream()
                .map(column -> "CAST(" + quoted(column.name()) + " AS " + sql(column.type(), column.name(), "VARCHAR")
                        + ") AS " + quoted(column.name()))
                .collect(Collectors.joining(", "));
    }

    private String sql(ColumnType type, String path, String json) {
        return switch (type) {
            case ColumnType.Scalar.TEXT -> "VARCHAR";
            case ColumnType.Scalar.INTEGER -> "BIGINT";
            case ColumnType.Scalar.NUMBER -> "DOUBLE";
            case ColumnType.Scalar.FLAG -> "BOOLEAN";
            case ColumnType.Free.JSON -> json;
            case ColumnType.Free.TEXT_OR_JSON -> notText.contains(path) ? json : "VARCHAR";
            case ColumnType.Items(ColumnType item) -> sql(item, path, json) + "[]";
            case ColumnType.Fields(List<ColumnType.Field> fields) ->
                fields.stream()
                        .map(field -> quoted(field.name()) + " " + sql(field.type(), below(path, field.name()), json))
                        .collect(Collectors.joining(", ", "STRUCT(", ")"));
        };
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
