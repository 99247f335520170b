package io.alltools.trajectories.database;

import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.TaskLines;
import io.alltools.trajectories.environment.Unusable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * AgentBench's file of database tasks ({@code data/dbbench/standard.jsonl}), one a line: {@code description},
 * {@code label}, {@code table} (one or a list), {@code type}, and where there are some {@code evidence},
 * {@code add_description}, {@code sql.query}, {@code answer_md5}.
 */
final class DbBenchFile {

    /** The published hash stands as Python prints a row: {@code [('f086e1f1…',)]}. */
    private static final Pattern HASH = Pattern.compile("(?:[0-9a-f]{32}|None)(?:_(?:[0-9a-f]{32}|None))*");

    private static final Pattern PLAIN_NUMBER = Pattern.compile("-?(?:0|[1-9]\\d{0,17})(?:\\.\\d{1,9})?");

    private DbBenchFile() {}

    static List<Task> read(Path file, Split split, Unusable unusable) throws IOException {
        String name = file.getFileName().toString().replaceFirst("\\.jsonl?$", "");
        return TaskLines.read(
                file,
                (line, number) -> task(line, "db/" + split.id() + "/" + name + "-" + (number - 1), split),
                unusable);
    }

    private static Task task(ObjectNode line, String id, Split split) {
        if (line.path("user_sqlite").asBoolean(false)) {
            throw new IllegalArgumentException(
                    "\"user_sqlite\" asks for a database in an SQLite file: expected a table in" + " the line itself");
        }
        JsonNode typeField = line.path("type");
        String type = (typeField.isArray() ? typeField.path(0) : typeField).asString("");
        if (type.isBlank()) {
            throw new IllegalArgumentException(
                    "\"type\" is " + typeField + ": expected a list whose first is such as counting, other or INSERT");
        }
        boolean change = Question.isChange(type);
        List<String> label = label(line.path("label"));
        String sql = line.path("sql").path("query").asString("");
        String hash = "";
        if (change) {
            sql = sql.isEmpty() && !label.isEmpty() ? label.get(0) : sql;
            hash = hash(line.path("answer_md5").asString(""));
            if (sql.isEmpty() && hash.isEmpty()) {
                throw new IllegalArgumentException(
                        "a task of type " + type + " has neither \"answer_md5\" nor a statement"
                                + " in \"sql\".\"query\" or \"label\": expected one of them to compare the tables with");
            }
        }
        String instruction = TaskLines.text(line, "description");
        return DatabaseEnvironment.task(
                id,
                split,
                tables(line.path("table"), change),
                new Question(type, instruction, sql, change ? List.of() : label, hash),
                prompt(line, instruction));
    }

    /** What AgentBench tells the agent: evidence, the table's names, the question. */
    private static String prompt(ObjectNode line, String instruction) {
        String evidence = line.path("evidence").asString("");
        String about = line.path("add_description").asString("");
        return (evidence.isBlank() ? "" : "Evidence about the question: " + evidence + "\n")
                + (about.isBlank() ? "" : "Additional table information about the question: " + about + "\n")
                + (evidence.isBlank() && about.isBlank() ? instruction : "Question: " + instruction);
    }

    private static List<String> label(JsonNode label) {
        if (label.isMissingNode()) {
            throw new IllegalArgumentException("\"label\" is missing: expected a list of answers");
        }
        return label.isArray() ? label.valueStream().map(DbBenchFile::text).toList() : List.of(text(label));
    }

    private static String hash(String published) {
        if (published.isBlank()) {
            return "";
        }
        Matcher hash = HASH.matcher(published);
        if (!hash.find()) {
            throw new IllegalArgumentException(
                    "\"answer_md5\" is " + published + ": expected an MD5 in hexadecimal digits");
        }
        return hash.group();
    }

    private static List<Table> tables(JsonNode field, boolean change) {
        List<Table> tables = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode table : field.isArray() ? field.values() : List.of(field)) {
            String name = table.path("table_name").asString("");
            if (name.isBlank() || !names.add(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "a table is named \"" + name + "\": expected \"table_name\" to be there and another for each");
            }
            List<List<String>> rows = new ArrayList<>();
            for (JsonNode row : table.path("table_info").path("rows")) {
                rows.add(row.valueStream().map(DbBenchFile::text).toList());
            }
            List<Table.Column> columns = new ArrayList<>();
            for (JsonNode column : table.path("table_info").path("columns")) {
                int index = columns.size();
                columns.add(new Table.Column(
                        column.path("name").asString(""), change ? Table.Type.TEXT : type(rows, index)));
            }
            tables.add(new Table(name, columns, rows));
        }
        if (tables.isEmpty()) {
            throw new IllegalArgumentException("\"table\" is " + field + ": expected a table or a list of tables");
        }
        return tables;
    }

    /**
     * AgentBench makes every column TEXT, which MySQL takes for a number wherever one is needed; H2 does so only when
     * told. So a column of mere numbers is one of numbers here, unless the hash of the tables counts.
     */
    private static Table.Type type(List<List<String>> rows, int column) {
        boolean numbers = !rows.isEmpty()
                && rows.stream()
                        .allMatch(row -> column < row.size()
                                && PLAIN_NUMBER.matcher(row.get(column)).matches());
        return numbers ? Table.Type.NUMBER : Table.Type.TEXT;
    }

    /** As Python's {@code str()} writes it, which is what the published code stores. */
    private static String text(JsonNode value) {
        if (value.isNull()) {
            return "None";
        }
        if (value.isBoolean()) {
            return value.asBoolean() ? "True" : "False";
        }
        return value.isString() ? value.asString() : value.toString();
    }
}
