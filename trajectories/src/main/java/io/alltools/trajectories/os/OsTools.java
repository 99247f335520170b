package io.alltools.trajectories.os;

import io.alltools.agent.Json;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import io.alltools.trajectories.shell.Sandbox;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The three tools, named and described as in AgentBench's function-calling version ({@code configs/tasks/os.yaml}). */
final class OsTools {

    static final String BASH = "bash_action";
    static final String FINISH = "finish_action";
    static final String ANSWER = "answer_action";

    /** As AgentBench cuts what the system prints. */
    static final int MAX_OUTPUT = 800;

    private static final int KEPT_OUTPUT = 780;

    private final Sandbox sandbox;
    private boolean done;
    private @Nullable String answer;

    OsTools(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** Whether the agent has answered or finished. */
    boolean done() {
        return done;
    }

    /** What it answered; null where it finished without. */
    @Nullable
    String answer() {
        return answer;
    }

    List<Tool> all() {
        return List.of(
                new OsTool(
                        BASH,
                        "Execute bash code to perform an operation in the Linux environment.",
                        "script",
                        "The bash script to be executed."),
                new OsTool(
                        FINISH,
                        "Indicate that the task has been finished or need some additional information to be finished.",
                        "thought",
                        "The thought or reason indicating the task is finished."),
                new OsTool(ANSWER, "Provide the answer to the question.", "answer", "The answer to the question."));
    }

    /** The output of a script as the agent sees it. */
    static String shown(String output) {
        if (output.isEmpty()) {
            return "The output of the OS is empty.";
        }
        return "The output of the OS:\n\n"
                + (output.length() > MAX_OUTPUT
                        ? output.substring(0, KEPT_OUTPUT) + "\n[truncated because the output is too long]"
                        : output);
    }

    private final class OsTool implements Tool {

        private final ToolSpec spec;
        private final String field;

        OsTool(String name, String description, String field, String fieldDescription) {
            this.field = field;
            ObjectNode parameters = Json.object();
            parameters.put("type", "object");
            parameters
                    .putObject("properties")
                    .putObject(field)
                    .put("type", "string")
                    .put("description", fieldDescription);
            parameters.putArray("required").add(field);
            parameters.put("additionalProperties", false);
            spec = ToolSpec.function(name, description, parameters);
        }

        @Override
        public ToolSpec spec() {
            return spec;
        }

        @Override
        public Set<Trait> traits() {
            return Set.of();
        }

        @Override
        public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
            String text = Json.parseObject(arguments).path(field).asString("");
            if (done) {
                return ToolResult.failed(
                        ToolResult.Kind.UNAVAILABLE, "the task is over: it has been answered or finished already");
            }
            if (spec.name().equals(BASH)) {
                return ToolResult.ok(shown(sandbox.run(text).output()));
            }
            done = true;
            if (spec.name().equals(ANSWER)) {
                answer = text;
                return ToolResult.ok("The answer has been taken.");
            }
            return ToolResult.ok("The task has been finished.");
        }
    }
}
