package io.alltools.trajectories.export;

import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import java.util.ArrayList;
import java.util.List;

/** The order that some formats demand: user or tool, agent, user or tool, agent and so on. */
final class TurnOrder {

    private TurnOrder() {}

    static List<Loss> losses(Dialogue dialogue) {
        List<Loss> losses = new ArrayList<>();
        Turn before = null;
        for (Turn turn : dialogue.afterSystem()) {
            if (before == null ? isAgents(turn) : isAgents(turn) == isAgents(before)) {
                losses.add(loss(
                        turn,
                        before == null
                                ? "is the agent's and the first"
                                : "is of the same side as step " + before.step() + " before it"));
            }
            before = turn;
        }
        return losses;
    }

    /** Where the agent's last turn ends; all that follows is trailing. */
    static int end(Dialogue dialogue) {
        int end = dialogue.turns().size();
        while (end > 0 && !isAgents(dialogue.turns().get(end - 1))) {
            end--;
        }
        return end;
    }

    private static Loss loss(Turn turn, String what) {
        return new Loss(Loss.Kind.TURN_ORDER, turn.step(), "step " + turn.step() + " " + what);
    }

    static Dialogue mended(Dialogue dialogue) {
        List<Turn> turns = new ArrayList<>();
        for (Turn turn : dialogue.afterSystem()) {
            Turn last = turns.isEmpty() ? null : turns.getLast();
            if (last == null) {
                if (!isAgents(turn)) {
                    turns.add(turn);
                }
            } else if (isAgents(last) == isAgents(turn)) {
                turns.set(turns.size() - 1, joined(last, turn));
            } else {
                turns.add(turn);
            }
        }
        List<Turn> all = new ArrayList<>(dialogue.turns()
                .subList(0, dialogue.turns().size() - dialogue.afterSystem().size()));
        all.addAll(turns);
        return dialogue.with(all);
    }

    private static boolean isAgents(Turn turn) {
        return switch (turn) {
            case Turn.Agent ignored -> true;
            case Turn.User ignored -> false;
            case Turn.Observation ignored -> false;
            case Turn.System ignored -> false;
        };
    }

    /** Two turns of one side as the first one's kind. */
    private static Turn joined(Turn first, Turn second) {
        String text = first.text() + "\n\n" + second.text();
        return switch (first) {
            case Turn.Agent a
            when second instanceof Turn.Agent b -> {
                List<Turn.Call> calls = new ArrayList<>(a.calls());
                calls.addAll(b.calls());
                yield new Turn.Agent(
                        b.step(),
                        a.text().isEmpty() ? b.content() : b.text().isEmpty() ? a.content() : Part.text(text),
                        a.reasoning().isEmpty() ? b.reasoning() : a.reasoning(),
                        List.copyOf(calls),
                        a.trained() && b.trained());
            }
            case Turn.Observation observation ->
                new Turn.Observation(
                        observation.step(), observation.call(), List.of(Passage.of(text)), observation.failure());
            case Turn.User user -> new Turn.User(user.step(), Part.text(text));
            case Turn.System system -> new Turn.System(system.step(), Part.text(text));
            case Turn.Agent agent -> agent;
        };
    }
}
