package io.alltools.trajectories.database;

import io.alltools.agent.Json;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Objects;
import java.util.Set;
import org.h2.jdbc.JdbcException;
import tools.jackson.databind.node.ObjectNode;

/** {@code execute_sql}: one statement on the episode's database. */
final class ExecuteSqlTool implements Tool {

    static final String NAME = "execute_sql";

    private static final int MAX_ERROR = 500;
    private static final ToolSpec SPEC = ToolSpec.function(
            NAME,
            "Executes one SQL statement on the MySQL database and returns what the database answers.",
            parameters());

    private final SqlDatabase database;
    private final CommitAnswerTool commit;

    ExecuteSqlTool(SqlDatabase database, CommitAnswerTool commit) {
        this.database = database;
        this.commit = commit;
    }

    private static ObjectNode parameters() {
        ObjectNode parameters = Json.object().put("type", "object");
        parameters
                .putObject("properties")
                .putObject("query")
                .put("type", "string")
                .put("description", "The statement, in MySQL's SQL.");
        parameters.putArray("required").add("query");
        return parameters.put("additionalProperties", false);
    }

    static String arguments(String query) {
        return Json.write(Json.object().put("query", query));
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Set<Trait> traits() {
        return Set.of();
    }

    @Override
    public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
        if (commit.committed()) {
            return ToolResult.failed(
                    ToolResult.Kind.DENIED, "the answer has been committed, the database is closed: tell the user");
        }
        ToolResult result = executed(Json.parseObject(arguments).path("query").asString());
        if (Thread.interrupted()) {
            throw new InterruptedException("cancelled while a statement ran");
        }
        return result;
    }

    private ToolResult executed(String query) {
        try {
            return ToolResult.ok(database.execute(query));
        } catch (IllegalArgumentException e) {
            return ToolResult.failed(ToolResult.Kind.INVALID_ARGUMENTS, messageOf(e));
        } catch (StackOverflowError e) {
            // H2 reads and optimises recursively, and has no limit of its own.
            return ToolResult.failed(
                    ToolResult.Kind.LIMIT_EXCEEDED, "the statement is nested too deeply: expected a flatter one");
        } catch (SQLTimeoutException e) {
            return ToolResult.failed(
                    ToolResult.Kind.TIMEOUT,
                    "the statement was stopped after " + SqlDatabase.MAX_SECONDS
                            + " s: expected one that needs less work");
        } catch (SQLException e) {
            String message = e instanceof JdbcException h2 ? h2.getOriginalMessage() : messageOf(e);
            return ToolResult.failed(
                    ToolResult.Kind.ERROR, message.substring(0, Math.min(message.length(), MAX_ERROR)));
        }
    }

    private static String messageOf(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString());
    }
}
