package io.alltools.trajectories.database;

import io.alltools.agent.Json;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code commit_final_answer}: what counts as the agent's answer. The first one stands. */
final class CommitAnswerTool implements Tool {

    static final String NAME = "commit_final_answer";

    private static final ToolSpec SPEC = ToolSpec.function(
            NAME,
            "Commits the final answer. It can be used once, so only when the answer is sure. After a change of the"
                    + " database the answers may be anything.",
            parameters());

    private volatile Optional<List<String>> answers = Optional.empty();

    private static ObjectNode parameters() {
        ObjectNode parameters = Json.object().put("type", "object");
        ObjectNode answers = parameters.putObject("properties").putObject("answers");
        answers.put("type", "array")
                .put("description", "The answers, one value each, exactly as the database has them.")
                .putObject("items")
                .put("type", "string");
        parameters.putArray("required").add("answers");
        return parameters.put("additionalProperties", false);
    }

    static String arguments(List<String> answers) {
        ObjectNode arguments = Json.object();
        ArrayNode array = arguments.putArray("answers");
        answers.forEach(array::add);
        return Json.write(arguments);
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
    public ToolResult call(String arguments, ToolContext context) {
        if (committed()) {
            return ToolResult.failed(
                    ToolResult.Kind.DENIED, "an answer has been committed already and stands: tell the user");
        }
        answers = Optional.of(Json.parseObject(arguments)
                .path("answers")
                .valueStream()
                .map(JsonNode::asString)
                .toList());
        return ToolResult.ok("The answer is committed. Now tell the user in words.");
    }

    boolean committed() {
        return answers.isPresent();
    }

    Optional<List<String>> answers() {
        return answers;
    }
}
