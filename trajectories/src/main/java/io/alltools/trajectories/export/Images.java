package io.alltools.trajectories.export;

import io.alltools.agent.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** The images of a dialogue. */
final class Images {

    private Images() {}

    /** @param held the images that a format can hold */
    static List<Loss> losses(Dialogue dialogue, BiPredicate<Turn, Part.Image> held) {
        List<Loss> losses = new ArrayList<>();
        for (Turn turn : dialogue.turns()) {
            long images = parts(turn).stream()
                    .filter(part -> part instanceof Part.Image image && !held.test(turn, image))
                    .count();
            if (images > 0) {
                losses.add(new Loss(
                        Loss.Kind.IMAGES, turn.step(), "step " + turn.step() + " holds " + images + " image(s)"));
            }
        }
        return losses;
    }

    static Dialogue without(Dialogue dialogue, BiPredicate<Turn, Part.Image> held) {
        return dialogue.with(dialogue.turns().stream()
                .<Turn>map(turn -> switch (turn) {
                    case Turn.System system -> new Turn.System(system.step(), kept(turn, system.content(), held));
                    case Turn.User user -> new Turn.User(user.step(), kept(turn, user.content(), held));
                    case Turn.Agent agent ->
                        new Turn.Agent(
                                agent.step(),
                                kept(turn, agent.content(), held),
                                agent.reasoning(),
                                agent.calls(),
                                agent.trained());
                    case Turn.Observation observation ->
                        new Turn.Observation(
                                observation.step(),
                                observation.call(),
                                observation.passages().stream()
                                        .map(passage -> passage.with(kept(turn, passage.content(), held)))
                                        .toList(),
                                observation.failure());
                })
                .toList());
    }

    private static List<Part> kept(Turn turn, List<Part> parts, BiPredicate<Turn, Part.Image> held) {
        return parts.stream()
                .filter(part -> !(part instanceof Part.Image image) || held.test(turn, image))
                .toList();
    }

    private static List<Part> parts(Turn turn) {
        return switch (turn) {
            case Turn.System system -> system.content();
            case Turn.User user -> user.content();
            case Turn.Agent agent -> agent.content();
            case Turn.Observation observation ->
                observation.passages().stream()
                        .flatMap(passage -> passage.content().stream())
                        .toList();
        };
    }
}
