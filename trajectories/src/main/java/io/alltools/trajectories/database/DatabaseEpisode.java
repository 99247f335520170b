package io.alltools.trajectories.database;

import io.alltools.agent.Message;
import io.alltools.agent.Tool;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Score;
import java.sql.SQLException;
import java.util.List;

/** One database that an agent works with. */
final class DatabaseEpisode implements Episode {

    private static final String SYSTEM = "You answer questions about a MySQL database, or change it as you are told."
            + " Think before each step and say what you think. Use execute_sql to run one SQL statement at a time;"
            + " you get what the database answers. When you are sure of the answer, commit it with"
            + " commit_final_answer: values exactly as they should be, several ones separately. After a change of the"
            + " database commit as well; any answer will do. Then tell the user in words.";

    private final List<Table> tables;
    private final Question question;
    private final SqlDatabase database;
    private final CommitAnswerTool commit = new CommitAnswerTool();

    DatabaseEpisode(List<Table> tables, Question question, SqlDatabase database) {
        this.tables = tables;
        this.question = question;
        this.database = database;
    }

    @Override
    public List<Message> messages() {
        return List.of(Message.system(SYSTEM), Message.user(question.text()));
    }

    @Override
    public List<Tool> tools() {
        return List.of(new ExecuteSqlTool(database, commit), commit);
    }

    /** As AgentBench does: without a committed answer nothing is won, also where only the tables count. */
    @Override
    public Score score(Attempt attempt) {
        if (!commit.committed()) {
            return Score.of(false, "no answer was committed");
        }
        if (!question.isChange()) {
            List<String> answers = commit.answers().orElseThrow();
            return Score.of(
                    AnswerMatch.same(answers, question.label()),
                    "expected " + question.label() + ", committed " + answers);
        }
        String expected = expectedHash();
        String found;
        try {
            found = database.hash();
        } catch (SQLException e) {
            // H2 closes a database in which a statement has used up the memory.
            return Score.of(false, "the database is unusable after the agent's statements: " + e.getMessage());
        }
        return Score.of(found.equals(expected), "expected tables with the hash " + expected + ", found " + found);
    }

    private String expectedHash() {
        if (!question.hash().isEmpty()) {
            return question.hash();
        }
        try (SqlDatabase right = SqlDatabase.of(tables)) {
            right.execute(question.sql());
            return right.hash();
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the task's own statement " + question.sql() + " does not run: " + e.getMessage(), e);
        }
    }

    @Override
    public Expert expert() {
        return new DatabaseExpert(tables, question);
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the episode's database can't be closed: " + e.getMessage(), e);
        }
    }
}
