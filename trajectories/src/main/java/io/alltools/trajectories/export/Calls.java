package io.alltools.trajectories.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The calls of a dialogue and their results. */
final class Calls {

    private Calls() {}

    /** The calls of a turn that nobody answered though it went on; a dialogue may end with calls. */
    static List<Turn.Call> unanswered(Dialogue dialogue, Turn.Agent agent) {
        if (agent == dialogue.turns().getLast()) {
            return List.of();
        }
        return agent.calls().stream()
                .filter(call -> resultOf(dialogue, agent, call).isEmpty())
                .toList();
    }

    static Dialogue withoutUnanswered(Dialogue dialogue) {
        List<Turn> turns = new ArrayList<>();
        for (Turn turn : dialogue.turns()) {
            if (turn instanceof Turn.Agent agent && !unanswered(dialogue, agent).isEmpty()) {
                List<Turn.Call> answered = agent.calls().stream()
                        .filter(call -> resultOf(dialogue, agent, call).isPresent())
                        .toList();
                if (!answered.isEmpty() || !agent.content().isEmpty()) {
                    turns.add(new Turn.Agent(
                            agent.step(), agent.content(), agent.reasoning(), answered, agent.trained()));
                }
            } else {
                turns.add(turn);
            }
        }
        return dialogue.with(turns);
    }

    /** Each call a turn of its own, followed by its result; text and reasoning stay with the first. */
    static Dialogue oneByOne(Dialogue dialogue) {
        List<Turn> turns = new ArrayList<>();
        for (Turn turn : dialogue.turns()) {
            switch (turn) {
                case Turn.Agent agent
                when agent.calls().size() > 1 -> {
                    for (Turn.Call call : agent.calls()) {
                        boolean first = call == agent.calls().getFirst();
                        turns.add(new Turn.Agent(
                                agent.step(),
                                first ? agent.content() : List.of(),
                                first ? agent.reasoning() : "",
                                List.of(call),
                                agent.trained()));
                        resultOf(dialogue, agent, call).ifPresent(turns::add);
                    }
                }
                case Turn.Observation observation when hasSiblings(dialogue, observation) -> {}
                case Turn.Agent agent -> turns.add(agent);
                case Turn.Observation observation -> turns.add(observation);
                case Turn.System system -> turns.add(system);
                case Turn.User user -> turns.add(user);
            }
        }
        return dialogue.with(turns);
    }

    /** The same dialogue with other calls, in the turns that make them and in those that answer them. */
    static Dialogue mapped(Dialogue dialogue, UnaryOperator<Turn.Call> change) {
        return dialogue.with(dialogue.turns().stream()
                .<Turn>map(turn -> switch (turn) {
                    case Turn.Agent agent ->
                        new Turn.Agent(
                                agent.step(),
                                agent.content(),
                                agent.reasoning(),
                                agent.calls().stream().map(change).toList(),
                                agent.trained());
                    case Turn.Observation observation ->
                        new Turn.Observation(
                                observation.step(),
                                change.apply(observation.call()),
                                observation.passages(),
                                observation.failure());
                    case Turn.System system -> system;
                    case Turn.User user -> user;
                })
                .toList());
    }

    private static boolean hasSiblings(Dialogue dialogue, Turn.Observation observation) {
        return dialogue.turns().stream()
                .anyMatch(turn -> turn instanceof Turn.Agent agent
                        && agent.step() == observation.step()
                        && agent.calls().size() > 1);
    }

    private static Optional<Turn.Observation> resultOf(Dialogue dialogue, Turn.Agent agent, Turn.Call call) {
        return dialogue.turns().stream()
                .filter(Turn.Observation.class::isInstance)
                .map(Turn.Observation.class::cast)
                .filter(observation -> observation.step() == agent.step()
                        && observation.call().id().equals(call.id()))
                .findFirst();
    }
}
