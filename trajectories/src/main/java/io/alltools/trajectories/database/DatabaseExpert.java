package io.alltools.trajectories.database;

import io.alltools.agent.Message;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import java.util.ArrayList;
import java.util.List;

/** Looks at the tables, runs the right statement, checks a change, commits and says it in words. */
final class DatabaseExpert implements Expert {

    private enum Stage {
        COLUMNS,
        SAMPLE,
        STATEMENT,
        CHECK,
        WHOLE_TABLE,
        COMMIT,
        ANSWER
    }

    private final List<Table> tables;
    private final Question question;
    private Stage stage = Stage.COLUMNS;

    DatabaseExpert(List<Table> tables, Question question) {
        this.tables = tables;
        this.question = question;
    }

    @Override
    public Move next(List<Message.Observation> observations) {
        boolean failed = observations.stream().anyMatch(seen -> seen.text().startsWith("Error: "));
        Stage now = stage == Stage.CHECK && failed && !question.isChange() ? Stage.WHOLE_TABLE : stage;
        if (now == Stage.CHECK && !question.isChange()) {
            now = Stage.COMMIT;
        }
        return switch (now) {
            case COLUMNS -> {
                stage = Stage.SAMPLE;
                yield onEachTable(
                        "Before I write a query I need to know which columns the " + noun() + " and of what type.",
                        "DESCRIBE ",
                        "");
            }
            case SAMPLE -> {
                stage = question.sql().isEmpty() ? Stage.WHOLE_TABLE : Stage.STATEMENT;
                yield onEachTable(
                        "The columns are clear. A few rows will show how the values are written.",
                        "SELECT * FROM ",
                        " LIMIT 3");
            }
            case STATEMENT -> {
                stage = Stage.CHECK;
                yield Move.act(plan(), ExecuteSqlTool.NAME, ExecuteSqlTool.arguments(question.sql()));
            }
            case CHECK -> {
                stage = Stage.COMMIT;
                yield onEachTable(
                        "The change was made. I look at the table again to be sure that it is as asked.",
                        "SELECT COUNT(*) FROM ",
                        "");
            }
            case WHOLE_TABLE -> {
                stage = Stage.COMMIT;
                yield onEachTable("I read all rows to find the answer in them.", "SELECT * FROM ", "");
            }
            case COMMIT -> {
                stage = Stage.ANSWER;
                yield Move.act(
                        question.isChange()
                                ? "The database is as the user wants it. I commit that it is done."
                                : "The result answers the question. I commit it.",
                        CommitAnswerTool.NAME,
                        CommitAnswerTool.arguments(question.isChange() ? List.of("done") : question.label()));
            }
            case ANSWER -> new Move.Answer("The answer is committed; the user should hear it in words.", words());
        };
    }

    private String noun() {
        return tables.size() == 1 ? "table " + tables.get(0).name() + " has" : "tables have";
    }

    private Move onEachTable(String thought, String before, String after) {
        List<Move.Call> calls = new ArrayList<>();
        for (Table table : tables) {
            calls.add(new Move.Call(
                    ExecuteSqlTool.NAME, ExecuteSqlTool.arguments(before + Table.ticked(table.name()) + after)));
        }
        return new Move.Act(thought, calls);
    }

    private String plan() {
        return switch (question.type()) {
            case "counting" -> "I count the rows that meet the condition.";
            case "comparison" -> "I order the rows in question by the value that is compared and take the first.";
            case "ranking" -> "I sort by the value that ranks and keep as many rows as were asked for.";
            case "aggregation-SUM" -> "The values of the rows in question must be added up with SUM.";
            case "aggregation-AVG" -> "The mean is what AVG gives, over the rows in question only.";
            case "aggregation-MAX" -> "MAX over the rows in question gives the value.";
            case "aggregation-MIN" -> "MIN over the rows in question gives the value.";
            case "INSERT" -> "The new row has a value for every column, so one INSERT does it.";
            case "UPDATE" -> "An UPDATE with a WHERE clause changes these rows and leaves the others alone.";
            case "DELETE" -> "A DELETE with a WHERE clause removes these rows and no others.";
            default -> "I select the column that is asked for, with the conditions of the question.";
        };
    }

    private String words() {
        return switch (question.type()) {
            case "INSERT" -> "The new row is in the table now.";
            case "UPDATE" -> "The table is updated as you asked.";
            case "DELETE" -> "The rows are deleted; all others are still there.";
            case "counting" -> "There are " + String.join(", ", question.label()) + ".";
            default ->
                question.label().isEmpty()
                        ? "Nothing in the table matches."
                        : (question.label().size() == 1 ? "The answer is " : "The answers are ")
                                + String.join(", ", question.label()) + ".";
        };
    }
}
