package io.alltools.trajectories.database;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.AuthoredTasks;
import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Unusable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * AgentBench's database tasks: questions are scored by the committed answer, changes by a hash of the tables. Loads
 * AgentBench's {@code data/dbbench/*.jsonl}. Others write questions with the statement that answers them.
 */
public final class DatabaseEnvironment implements AuthoredTasks {

    private static final String NAME = "db";

    private static final Pattern SELECT = Pattern.compile("^\\s*SELECT\\b", Pattern.CASE_INSENSITIVE);
    private static final int ROWS_SHOWN = 3;
    /** More values than that are no answer that a person would want. */
    private static final int MOST_VALUES = 20;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Questions about small SQL databases and changes of them; reward 1 when the committed answer matches, or"
                + " the tables hash as after the right change (AgentBench DB).";
    }

    @Override
    public Task task(Split split, long seed, int number) {
        Draws draws = Draws.of(NAME, split, seed, number);
        TableGenerator drawn = TableGenerator.draw(draws);
        while (Draws.home(drawn.table().toJson().toString()) != split) {
            drawn = TableGenerator.draw(draws);
        }
        Question question = QuestionGenerator.ask(drawn, draws);
        return task(
                NAME + "/" + split.id() + "/" + seed + "/" + number,
                split,
                List.of(drawn.table()),
                question,
                question.text() + " " + place(drawn.table(), draws));
    }

    /** Says where to look; some users also say which columns there are. */
    private static String place(Table table, Draws draws) {
        String columns = String.join(
                ", ", table.columns().stream().map(Table.Column::name).toList());
        return draws.pick(
                "The table is called \"" + table.name() + "\".",
                "Use the table \"" + table.name() + "\".",
                "The name of the table is \"" + table.name() + "\", and its columns are " + columns + ".");
    }

    static Task task(String id, Split split, List<Table> tables, Question question, String instruction) {
        ObjectNode data = Json.object();
        ArrayNode all = data.putArray("tables");
        tables.forEach(table -> all.add(table.toJson()));
        data.put("type", question.type()).put("sql", question.sql()).put("hash", question.hash());
        ArrayNode label = data.putArray("label");
        question.label().forEach(label::add);
        List<String> gold = !question.isChange()
                ? question.label()
                : question.sql().isEmpty() ? List.of() : List.of(question.sql());
        return new Task(id, NAME, split, instruction, gold, data);
    }

    @Override
    public List<Task> load(Path file, Split split, Unusable unusable) throws IOException {
        return DbBenchFile.read(file, split, unusable);
    }

    @Override
    public String brief(Task task) {
        StringBuilder brief =
                new StringBuilder("The agent answers questions about a MySQL database with these tables:\n");
        for (Table table : tables(task)) {
            brief.append("\n").append(table.name()).append(": ");
            brief.append(table.columns().stream()
                    .map(column -> column.name() + " " + column.type())
                    .collect(Collectors.joining(", ")));
            brief.append("; ").append(table.rows().size()).append(" rows, such as");
            table.rows().stream()
                    .limit(ROWS_SHOWN)
                    .forEach(row -> brief.append("\n  ").append(String.join(" | ", row)));
        }
        return brief.append(
                        "\n\nThe gold answer is one SELECT statement whose only column is what the question asks for.")
                .toString();
    }

    @Override
    public String goldOf(Task task) {
        return task.data().path("sql").asString("");
    }

    @Override
    public Task authored(Task world, String id, String instruction, String gold) {
        if (!SELECT.matcher(gold).find()) {
            throw new IllegalArgumentException("\"" + gold + "\" is no SELECT statement: expected one");
        }
        List<Table> tables = tables(world);
        try (SqlDatabase database = SqlDatabase.of(tables)) {
            List<String> label = database.firstColumn(gold);
            if (label.isEmpty() || label.size() > MOST_VALUES) {
                throw new IllegalArgumentException("the statement \"" + gold + "\" gives " + label.size()
                        + " values: expected 1 to " + MOST_VALUES);
            }
            return task(id, world.split(), tables, new Question("other", instruction, gold, label, ""), instruction);
        } catch (SQLException e) {
            throw new IllegalArgumentException("the statement \"" + gold + "\" fails: " + e.getMessage(), e);
        }
    }

    @Override
    public Episode reset(Task task) {
        if (!task.environment().equals(NAME)) {
            throw new IllegalArgumentException("the task " + task.id() + " is of the environment " + task.environment()
                    + ": expected one of " + NAME);
        }
        List<Table> tables = tables(task);
        JsonNode data = task.data();
        Question question = new Question(
                data.path("type").asString(),
                task.instruction(),
                data.path("sql").asString(),
                data.path("label").valueStream().map(JsonNode::asString).toList(),
                data.path("hash").asString());
        try {
            return new DatabaseEpisode(tables, question, SqlDatabase.of(tables));
        } catch (SQLException e) {
            throw new IllegalArgumentException(
                    "the tables of " + task.id() + " can't be made: " + e.getMessage() + "; expected values that fit",
                    e);
        }
    }

    private static List<Table> tables(Task task) {
        List<Table> tables = new ArrayList<>();
        for (JsonNode table : task.data().path("tables")) {
            tables.add(Table.of(table));
        }
        return tables;
    }
}
