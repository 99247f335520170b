package io.alltools.trajectories.export;

import io.alltools.agent.Part;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** A format of chat messages: one row for each trajectory. */
abstract class ChatFormat implements TrajectoryFormat {

    private final String name;
    private final String description;
    private final Set<Loss.Kind> losses;

    /**
     * @param losses what it can't hold; that nothing is to be learned and that the run came to no answer is always
     *     among it
     */
    ChatFormat(String name, String description, Loss.Kind... losses) {
        this.name = name;
        this.description = description;
        Set<Loss.Kind> all = EnumSet.of(Loss.Kind.INCOMPLETE_RUN, losses);
        all.add(Loss.Kind.NOTHING_TO_LEARN);
        this.losses = Set.copyOf(all);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final Set<Loss.Kind> losses() {
        return losses;
    }

    @Override
    public final ExportResult of(AtifTrajectory trajectory, ExportOptions options) {
        Dialogue whole = Dialogue.of(trajectory);
        Reduction reduction = Reduction.of(whole, losses, this::holds);
        Dialogue dialogue = reduction.dialogue();
        List<Loss> found = new ArrayList<>(reduction.losses());
        found.addAll(ambiguities(dialogue));
        boolean nothing = !whole.isTrained() || !dialogue.isTrained();
        if (nothing) {
            found.add(new Loss(Loss.Kind.NOTHING_TO_LEARN, 0, "no turn is left that is to be trained on"));
        }
        return ExportResult.of(found, options, () -> nothing ? List.of() : List.of(row(dialogue)));
    }

    /** Whether it can hold an image where it stands. */
    boolean holds(Turn turn, Part.Image image) {
        return false;
    }

    /** The texts that can't be read back for certain. */
    List<Loss> ambiguities(Dialogue dialogue) {
        return List.of();
    }

    /** @param dialogue without what the format can't hold */
    abstract ObjectNode row(Dialogue dialogue);
}
