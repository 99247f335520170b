package io.alltools.trajectories.export;

import static io.alltools.trajectories.export.ColumnType.Scalar.FLAG;
import static io.alltools.trajectories.export.ColumnType.Scalar.TEXT;
import static io.alltools.trajectories.export.ColumnType.list;

import io.alltools.agent.Json;
import io.alltools.agent.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * AgentTuning's data: {@code {"conversations": [{"from": "human", "loss": null, "value": …}, {"from": "gpt", "loss":
 * true, "value": …}], "id": …}}.
 *
 * <p>There are two sides and texts only. As in its own data, instructions and tools stand in the first turn, a call is
 * an {@code Action:} with its content in a fence, and what came of it is the next turn:
 *
 * <pre>{@code
 * Be short.
 *
 * # Tools
 * {"name":"python","description":"runs Python","parameters":{…}}
 *
 * # Task
 * What is 6 * 7?
 * ------------------------------
 * I'll compute it.
 *
 * Action: python
 * ```
 * 6 * 7
 * ```
 * }</pre>
 *
 * <p>Source: the dataset card of THUDM/AgentInstruct (features {@code from}, {@code loss}, {@code value}, {@code id})
 * and arXiv 2310.12823, section 2.
 */
final class AgentInstructFormat extends ChatFormat {

    static final String TOOLS = "# Tools\n";
    static final String TASK = "# Task\n";
    static final String ACTION = "Action: ";
    static final String FENCE = "\n```";

    private static final Pattern MARK = Pattern.compile("(?m)^(?:# Tools|# Task)$|^" + ACTION);

    AgentInstructFormat() {
        super(
                "agentinstruct",
                "AgentTuning's conversations of two sides (from, loss, value), with calls and tools as text.",
                Loss.Kind.UNANSWERED_CALL,
                Loss.Kind.IMAGES,
                Loss.Kind.REASONING,
                Loss.Kind.TOOL_FAILURE,
                Loss.Kind.PASSAGE_METADATA,
                Loss.Kind.PARALLEL_CALLS,
                Loss.Kind.SYSTEM_INSIDE,
                Loss.Kind.TRAILING_TURN,
                Loss.Kind.TURN_ORDER,
                Loss.Kind.AMBIGUOUS_TEXT);
    }

    @Override
    List<Loss> ambiguities(Dialogue dialogue) {
        List<Loss> losses = new ArrayList<>();
        for (Turn turn : dialogue.turns()) {
            if (!(turn instanceof Turn.Observation) && MARK.matcher(turn.text()).find()) {
                losses.add(new Loss(
                        Loss.Kind.AMBIGUOUS_TEXT,
                        turn.step(),
                        "step " + turn.step() + " has a line that begins like one of the format's own: "
                                + "\"# Tools\", \"# Task\" or \"Action: \""));
            }
        }
        return losses;
    }

    @Override
    public ColumnType.Fields columns() {
        return ColumnType.fields()
                .with(
                        "conversations",
                        list(ColumnType.fields()
                                .with("from", TEXT)
                                .with("loss", FLAG)
                                .with("value", TEXT)))
                .with("id", TEXT);
    }

    @Override
    ObjectNode row(Dialogue dialogue) {
        ObjectNode row = Json.object();
        ArrayNode conversations = row.putArray("conversations");
        for (Turn turn : dialogue.afterSystem()) {
            String head = conversations.isEmpty() ? head(dialogue) : "";
            switch (turn) {
                case Turn.Agent agent ->
                    conversations
                            .addObject()
                            .put("from", "gpt")
                            .put("loss", agent.trained())
                            .put("value", said(agent));
                case Turn.User user -> human(conversations, head + user.text());
                case Turn.Observation observation -> human(conversations, observation.text());
                case Turn.System ignored -> {}
            }
        }
        return row.put("id", dialogue.id());
    }

    private static void human(ArrayNode conversations, String value) {
        conversations.addObject().put("from", "human").putNull("loss").put("value", value);
    }

    private static String head(Dialogue dialogue) {
        if (dialogue.system().isEmpty() && dialogue.tools().isEmpty()) {
            return "";
        }
        StringBuilder head = new StringBuilder();
        if (!dialogue.system().isEmpty()) {
            head.append(dialogue.system()).append("\n\n");
        }
        if (!dialogue.tools().isEmpty()) {
            head.append(TOOLS);
            for (ToolSpec tool : dialogue.tools()) {
                head.append(Json.write(ToolJson.function(tool))).append('\n');
            }
            head.append('\n');
        }
        return head.append(TASK).toString();
    }

    private static String said(Turn.Agent agent) {
        StringBuilder said = new StringBuilder(agent.text());
        for (Turn.Call call : agent.calls()) {
            said.append(said.isEmpty() ? "" : "\n\n")
                    .append(ACTION)
                    .append(call.name())
                    .append(FENCE)
                    .append('\n')
                    .append(call.text())
                    .append(FENCE);
        }
        return said.toString();
    }
}
