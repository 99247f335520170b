package io.alltools.trajectories.database;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Environment;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * AgentBench's database tasks: questions are scored by the committed answer, changes by a hash of the tables. Loads
 * AgentBench's {@code data/dbbench/*.jsonl}.
 */
public final class DatabaseEnvironment implements Environment {

    private static final String NAME = "db";

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
    public List<Task> load(Path file, Split split) throws IOException {
        return DbBenchFile.read(file, split);
    }

    @Override
    public Episode reset(Task task) {
        if (!task.environment().equals(NAME)) {
            throw new IllegalArgumentException("the task " + task.id() + " is of the environment " + task.environment()
                    + ": expected one of " + NAME);
        }
        List<Table> tables = new ArrayList<>();
        for (JsonNode table : task.data().path("tables")) {
            tables.add(Table.of(table));
        }
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
}
