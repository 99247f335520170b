package io.alltools.trajectories.export;

import io.alltools.agent.Json;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A dialogue without what a format can't hold, and what that was.
 *
 * <p>One kind of loss after the other, in the order of {@link Loss.Kind}: what leaving out one thing brings about, such
 * as two turns of one side in a row, is found by a later one.
 */
record Reduction(Dialogue dialogue, List<Loss> losses) {

    /**
     * @param notHeld what the format can't hold
     * @param holdsImage the images that it can hold nevertheless
     */
    static Reduction of(Dialogue dialogue, Set<Loss.Kind> notHeld, BiPredicate<Turn, Part.Image> holdsImage) {
        List<Loss> losses = new ArrayList<>();
        Dialogue reduced = dialogue;
        for (Loss.Kind kind : Loss.Kind.values()) {
            if (notHeld.contains(kind)) {
                List<Loss> found = kind == Loss.Kind.IMAGES ? Images.losses(reduced, holdsImage) : find(kind, reduced);
                if (!found.isEmpty()) {
                    losses.addAll(found);
                    reduced = kind == Loss.Kind.IMAGES ? Images.without(reduced, holdsImage) : without(kind, reduced);
                }
            }
        }
        return new Reduction(reduced, List.copyOf(losses));
    }

    private static List<Loss> find(Loss.Kind kind, Dialogue dialogue) {
        List<Loss> found = new ArrayList<>();
        switch (kind) {
            case INCOMPLETE_RUN -> {
                if (!dialogue.outcome().equals(Dialogue.ANSWERED)) {
                    found.add(new Loss(kind, 0, "the run came to no answer but ended as " + dialogue.outcome()));
                }
            }
            case TURN_ORDER -> found.addAll(TurnOrder.losses(dialogue));
            case TRAILING_TURN ->
                dialogue.turns().stream()
                        .skip(TurnOrder.end(dialogue))
                        .map(turn -> new Loss(
                                kind,
                                turn.step(),
                                "step " + turn.step() + " ends without a turn of the agent's after it"))
                        .forEach(found::add);
            case UNANSWERED_CALL ->
                eachAgent(
                        dialogue,
                        agent -> Calls.unanswered(dialogue, agent)
                                .forEach(call -> found.add(new Loss(
                                        kind,
                                        agent.step(),
                                        "step " + agent.step() + ": the call " + call.id() + " of " + call.name()
                                                + " has no result"))));
            case REASONING ->
                eachAgent(dialogue, agent -> {
                    if (!agent.reasoning().isEmpty()) {
                        found.add(new Loss(
                                kind,
                                agent.step(),
                                "step " + agent.step() + " has "
                                        + agent.reasoning().length() + " characters of reasoning"));
                    }
                });
            case LOSS_MASK ->
                eachAgent(dialogue, agent -> {
                    if (!agent.trained()) {
                        found.add(new Loss(
                                kind, agent.step(), "step " + agent.step() + " is not to be trained on, and would be"));
                    }
                });
            case TOOL_FAILURE ->
                eachObservation(dialogue, observation -> {
                    if (observation.failure() != null) {
                        found.add(new Loss(
                                kind,
                                observation.step(),
                                "step " + observation.step() + ": the call "
                                        + observation.call().id() + " of "
                                        + observation.call().name() + " failed (" + observation.failure() + ")"));
                    }
                });
            case PASSAGE_METADATA ->
                eachObservation(dialogue, observation -> {
                    if (observation.passages().size() != 1
                            || !observation.passages().getFirst().metadata().isEmpty()) {
                        found.add(new Loss(
                                kind,
                                observation.step(),
                                "step " + observation.step() + ": the result of the call "
                                        + observation.call().id() + " has "
                                        + observation.passages().size() + " passage(s) with metadata "
                                        + observation.passages().stream()
                                                .map(Passage::metadata)
                                                .toList()));
                    }
                });
            case INVALID_ARGUMENTS ->
                eachAgent(
                        dialogue,
                        agent -> agent.calls().stream()
                                .filter(call -> !call.valid())
                                .forEach(call -> found.add(new Loss(
                                        kind,
                                        agent.step(),
                                        "step " + agent.step() + ": the arguments of the call " + call.id() + " of "
                                                + call.name() + " are no JSON object: " + cut(call.text())))));
            case PARALLEL_CALLS ->
                eachAgent(dialogue, agent -> {
                    if (agent.calls().size() > 1) {
                        found.add(new Loss(
                                kind,
                                agent.step(),
                                "step " + agent.step() + " has " + agent.calls().size() + " calls in one turn"));
                    }
                });
            case SYSTEM_INSIDE ->
                dialogue.afterSystem().forEach(turn -> {
                    if (turn instanceof Turn.System) {
                        found.add(new Loss(
                                kind,
                                turn.step(),
                                "step " + turn.step() + " is a system message that does not stand first"));
                    }
                });
            case TEXT_BESIDE_CALLS ->
                eachAgent(dialogue, agent -> {
                    if (!agent.calls().isEmpty() && !agent.text().isEmpty()) {
                        found.add(new Loss(kind, agent.step(), "step " + agent.step() + " has text beside its call"));
                    }
                });
            // Found elsewhere: images above, the others by the formats themselves.
            case IMAGES, NOTHING_TO_LEARN, AMBIGUOUS_TEXT, NO_TOKEN_IDS, CONTEXT_BREAK -> {}
        }
        return found;
    }

    private static Dialogue without(Loss.Kind kind, Dialogue dialogue) {
        return switch (kind) {
            case INCOMPLETE_RUN -> new Dialogue(dialogue.id(), dialogue.tools(), dialogue.turns(), Dialogue.ANSWERED);
            case TURN_ORDER -> TurnOrder.mended(dialogue);
            case TRAILING_TURN -> dialogue.with(dialogue.turns().subList(0, TurnOrder.end(dialogue)));
            case UNANSWERED_CALL -> Calls.withoutUnanswered(dialogue);
            case PARALLEL_CALLS -> Calls.oneByOne(dialogue);
            case SYSTEM_INSIDE ->
                dialogue.with(dialogue.turns().stream()
                        .filter(turn -> !(turn instanceof Turn.System)
                                || turn == dialogue.turns().getFirst())
                        .toList());
            case REASONING ->
                agents(
                        dialogue,
                        agent -> new Turn.Agent(agent.step(), agent.content(), "", agent.calls(), agent.trained()));
            case LOSS_MASK ->
                agents(
                        dialogue,
                        agent -> new Turn.Agent(agent.step(), agent.content(), agent.reasoning(), agent.calls(), true));
            case TEXT_BESIDE_CALLS ->
                agents(
                        dialogue,
                        agent -> agent.calls().isEmpty()
                                ? agent
                                : new Turn.Agent(
                                        agent.step(), List.of(), agent.reasoning(), agent.calls(), agent.trained()));
            case INVALID_ARGUMENTS -> Calls.mapped(dialogue, call -> call.valid() ? call : empty(call));
            case TOOL_FAILURE ->
                observations(
                        dialogue,
                        observation -> new Turn.Observation(
                                observation.step(), observation.call(), observation.passages(), null));
            case PASSAGE_METADATA ->
                observations(
                        dialogue,
                        observation -> new Turn.Observation(
                                observation.step(),
                                observation.call(),
                                List.of(Passage.of(observation.text())),
                                observation.failure()));
            case IMAGES, NOTHING_TO_LEARN, AMBIGUOUS_TEXT, NO_TOKEN_IDS, CONTEXT_BREAK -> dialogue;
        };
    }

    private static Turn.Call empty(Turn.Call call) {
        return new Turn.Call(call.id(), call.name(), call.builtIn(), "{}", Json.object(), true);
    }

    private static Dialogue agents(Dialogue dialogue, UnaryOperator<Turn.Agent> change) {
        return dialogue.with(dialogue.turns().stream()
                .map(turn -> turn instanceof Turn.Agent agent ? change.apply(agent) : turn)
                .toList());
    }

    private static Dialogue observations(Dialogue dialogue, UnaryOperator<Turn.Observation> change) {
        return dialogue.with(dialogue.turns().stream()
                .map(turn -> turn instanceof Turn.Observation observation ? change.apply(observation) : turn)
                .toList());
    }

    private static void eachAgent(Dialogue dialogue, Consumer<Turn.Agent> action) {
        dialogue.turns().forEach(turn -> {
            if (turn instanceof Turn.Agent agent) {
                action.accept(agent);
            }
        });
    }

    private static void eachObservation(Dialogue dialogue, Consumer<Turn.Observation> action) {
        dialogue.turns().forEach(turn -> {
            if (turn instanceof Turn.Observation observation) {
                action.accept(observation);
            }
        });
    }

    private static String cut(String text) {
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }
}
