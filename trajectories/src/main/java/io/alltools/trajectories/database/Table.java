package io.alltools.trajectories.database;

import io.alltools.agent.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A table as a task begins with it.
 *
 * @param rows every value as text, in the order of the columns
 */
record Table(String name, List<Column> columns, List<List<String>> rows) {

    /** What a column holds, as H2 spells it. */
    enum Type {
        /** What AgentBench gives every column. Compared without regard to case, as MySQL does by default. */
        TEXT("VARCHAR_IGNORECASE(20000)"),
        INTEGER("INT"),
        DECIMAL("DECIMAL(12, 2)"),
        /** A number of any size that is shown as it was written. */
        NUMBER("DECFLOAT(30)");

        final String sql;

        Type(String sql) {
            this.sql = sql;
        }
    }

    record Column(String name, Type type) {}

    Table {
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("the table \"" + name + "\" has no columns: expected at least one");
        }
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (column.name().isBlank() || !names.add(column.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("the table \"" + name + "\" has a column \"" + column.name()
                        + "\" twice or without a name: expected different names, whatever their case");
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).size() != columns.size()) {
                throw new IllegalArgumentException("row " + (i + 1) + " of the table \"" + name + "\" has "
                        + rows.get(i).size() + " values: expected " + columns.size());
            }
        }
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }

    ObjectNode toJson() {
        ObjectNode table = Json.object();
        table.put("name", name);
        ArrayNode heads = table.putArray("columns");
        for (Column column : columns) {
            heads.addObject()
                    .put("name", column.name())
                    .put("type", column.type().name());
        }
        ArrayNode lines = table.putArray("rows");
        for (List<String> row : rows) {
            ArrayNode line = lines.addArray();
            row.forEach(line::add);
        }
        return table;
    }

    static Table of(JsonNode table) {
        List<Column> columns = new ArrayList<>();
        for (JsonNode column : table.path("columns")) {
            columns.add(new Column(
                    column.path("name").asString(),
                    Type.valueOf(column.path("type").asString())));
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode row : table.path("rows")) {
            rows.add(row.valueStream().map(JsonNode::asString).toList());
        }
        return new Table(table.path("name").asString(), columns, rows);
    }

    /** A name as SQL that H2 and, with its quotes, this package's tool understand. */
    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** A name as MySQL writes it: in backticks where it needs some. */
    static String ticked(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : "`" + name.replace("`", "``") + "`";
    }
}
