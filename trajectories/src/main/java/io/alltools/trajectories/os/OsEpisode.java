package io.alltools.trajectories.os;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Tool;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import io.alltools.trajectories.environment.Score;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.shell.Sandbox;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One attempt at a task of the operating system. */
final class OsEpisode implements Episode {

    /** Turns with calls that an agent has, the one that answers included; {@code round_limit} of AgentBench. */
    static final int MAX_ROUNDS = 8;

    private static final String SYSTEM = """
            You are an assistant that works on a Linux (Ubuntu) system as root. You implement operations that the user \
            asks for, or answer questions about the system. In each turn, first think about what to do, then take exactly \
            one action: bash_action runs a script, answer_action gives the answer to a question, finish_action says that \
            an operation is done. The folder and the variables stay from one script to the next. Output that is too long \
            is cut; deal with that yourself. Scripts can't read from a keyboard. You have %d turns.""".formatted(MAX_ROUNDS);

    private final Task task;
    private final Sandbox sandbox;
    private final OsTools tools;
    private final Evaluation evaluation;
    private @Nullable Score score;

    OsEpisode(Task task, Sandbox sandbox, Evaluation evaluation) {
        this.task = task;
        this.sandbox = sandbox;
        this.evaluation = evaluation;
        this.tools = new OsTools(sandbox);
    }

    @Override
    public List<Message> messages() {
        return List.of(Message.system(SYSTEM), Message.user(task.instruction()));
    }

    @Override
    public List<Tool> tools() {
        return tools.all();
    }

    @Override
    public Score score(Attempt attempt) {
        // Checks may change the machine: they are run once.
        Score known = score;
        if (known == null) {
            known = judge(attempt);
            score = known;
        }
        return known;
    }

    private Score judge(Attempt attempt) {
        if (!tools.done()) {
            return Score.of(false, "neither answer_action nor finish_action was called");
        }
        long rounds = attempt.messages().stream()
                .filter(message -> message instanceof Message.Assistant said
                        && !said.calls().isEmpty())
                .count();
        if (rounds > MAX_ROUNDS) {
            return Score.of(false, rounds + " turns with calls: expected at most " + MAX_ROUNDS);
        }
        String answer = tools.answer();
        try {
            boolean right = evaluation.accepts(answer, sandbox);
            String said = answer == null ? "finished without an answer" : "answered \"" + answer + "\"";
            return Score.of(
                    right,
                    switch (evaluation) {
                        case Evaluation.Match match ->
                            said + ", expected " + (match.regex() ? "a match of " : "") + "\"" + match.text() + "\"";
                        case Evaluation.Check check -> said + "; the checks " + (right ? "hold" : "do not hold");
                    });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Score.of(false, "the check was called off");
        }
    }

    /** Follows the task's own plan; of a loaded task its example script is the plan. */
    @Override
    public Expert expert() {
        List<Move> moves = new ArrayList<>();
        JsonNode expert = task.data().path("expert");
        for (JsonNode step : expert.path("steps")) {
            moves.add(act(
                    step.path("thought").asString(""),
                    OsTools.BASH,
                    "script",
                    step.path("script").asString("")));
        }
        boolean question = !task.gold().isEmpty();
        boolean example = expert.path("answerIsOutput").asBoolean(false);
        return observations -> {
            if (!moves.isEmpty()) {
                return moves.remove(0);
            }
            if (tools.done()) {
                String said = tools.answer();
                return new Move.Answer("The work is done.", said == null ? "Done." : "The answer is " + said + ".");
            }
            if (!question && !example) {
                return act(
                        "All that was asked for is done and looks right.",
                        OsTools.FINISH,
                        "thought",
                        "The operation is done and was checked.");
            }
            String answer = question ? task.gold().get(0) : lastOutput(observations);
            return act("The output gives the answer.", OsTools.ANSWER, "answer", answer);
        };
    }

    private static String lastOutput(List<Message.Observation> observations) {
        String text = observations.isEmpty()
                ? ""
                : observations.get(observations.size() - 1).text();
        return text.replaceFirst("(?s)^The output of the OS:\n\n", "").strip();
    }

    private static Move act(String thought, String tool, String field, String value) {
        return Move.act(thought, tool, Json.write(Json.object().put(field, value)));
    }
}
