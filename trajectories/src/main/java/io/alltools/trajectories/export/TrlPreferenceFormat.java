package io.alltools.trajectories.export;

import io.alltools.agent.Json;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * TRL's preference data with an explicit prompt: {@code {"prompt", "chosen", "rejected", "tools"}}, each a list of
 * messages as in {@link TrlFormat}.
 *
 * <p>The prompt is all that the two have in common; it ends before the turn of the agent's at which they part. That the
 * rejected run came to no answer is no loss.
 *
 * <p>Source: huggingface/trl, docs/source/dataset_formats.md at 0087e4f, "Preference".
 */
final class TrlPreferenceFormat implements PreferenceFormat {

    /** What is compared says itself what is learnt, so that a mask is no part of it. */
    private static final Set<Loss.Kind> LOSSES = losses(TrlFormat.LOSSES);

    private static Set<Loss.Kind> losses(Loss.Kind... kinds) {
        Set<Loss.Kind> losses = EnumSet.of(Loss.Kind.INCOMPLETE_RUN, kinds);
        losses.remove(Loss.Kind.LOSS_MASK);
        return Set.copyOf(losses);
    }

    @Override
    public String name() {
        return "trl-preference";
    }

    @Override
    public String description() {
        return "TRL's preference pairs (prompt, chosen, rejected) with tools, for DPOTrainer.";
    }

    @Override
    public Set<Loss.Kind> losses() {
        return LOSSES;
    }

    @Override
    public ColumnType.Fields columns() {
        ColumnType messages = ColumnType.list(TrlFormat.MESSAGES.columns(ColumnType.Scalar.TEXT));
        return ColumnType.fields()
                .with("prompt", messages)
                .with("chosen", messages)
                .with("rejected", messages)
                .with("tools", ColumnType.Scalar.TEXT);
    }

    @Override
    public ExportResult of(Pair pair, ExportOptions options) {
        Dialogue first = Dialogue.of(pair.chosen());
        Dialogue second = Dialogue.of(pair.rejected());
        if (!first.tools().equals(second.tools())) {
            throw new IllegalArgumentException("the trajectories " + first.id() + " and " + second.id()
                    + " had different tools; a pair has the same ones");
        }
        Reduction chosen = reduced(first);
        Reduction rejected = reduced(second);
        List<Loss> losses = new ArrayList<>(chosen.losses());
        rejected.losses().stream()
                .filter(loss -> loss.kind() != Loss.Kind.INCOMPLETE_RUN)
                .forEach(losses::add);
        int common = common(chosen.dialogue(), rejected.dialogue());
        return ExportResult.of(losses, options, () -> List.of(row(chosen.dialogue(), rejected.dialogue(), common)));
    }

    private static Reduction reduced(Dialogue dialogue) {
        return Reduction.of(dialogue, LOSSES, (turn, image) -> false);
    }

    /** How many turns they have in common up to the agent's turn at which they part. */
    private static int common(Dialogue chosen, Dialogue rejected) {
        int shortest = Math.min(chosen.turns().size(), rejected.turns().size());
        int common = 0;
        while (common < shortest
                && same(chosen.turns().get(common), rejected.turns().get(common))) {
            common++;
        }
        if (common == chosen.turns().size() && common == rejected.turns().size()) {
            throw new IllegalArgumentException("the trajectories " + chosen.id() + " and " + rejected.id()
                    + " say the same; a pair differs in a turn of the agent's");
        }
        if (common < shortest
                && !(agentsSide(chosen.turns().get(common))
                        && agentsSide(rejected.turns().get(common)))) {
            throw new IllegalArgumentException("the trajectories " + chosen.id() + " and " + rejected.id()
                    + " part at steps " + chosen.turns().get(common).step() + " and "
                    + rejected.turns().get(common).step() + ", which are not the agent's; a pair has the same prompt");
        }
        // Where tools answered differently to the same calls, the calls are the last thing that was decided.
        while (common > 0 && !(agentsAt(chosen, common) && agentsAt(rejected, common))) {
            common--;
        }
        if (common == 0) {
            throw new IllegalArgumentException("the trajectories " + chosen.id() + " and " + rejected.id()
                    + " begin differently; a pair has the same prompt");
        }
        return common;
    }

    /** Whether what the agent did decides the turn. */
    private static boolean agentsSide(Turn turn) {
        return turn instanceof Turn.Agent || turn instanceof Turn.Observation;
    }

    private static boolean agentsAt(Dialogue dialogue, int index) {
        return index < dialogue.turns().size() && dialogue.turns().get(index) instanceof Turn.Agent;
    }

    /** Ids of calls and steps and what is trained on make no difference. */
    private static boolean same(Turn a, Turn b) {
        return TrlFormat.MESSAGES.of(List.of(a)).equals(TrlFormat.MESSAGES.of(List.of(b)));
    }

    private static ObjectNode row(Dialogue chosen, Dialogue rejected, int common) {
        ObjectNode row = Json.object();
        row.set("prompt", TrlFormat.MESSAGES.of(chosen.turns().subList(0, common)));
        row.set(
                "chosen",
                TrlFormat.MESSAGES.of(
                        chosen.turns().subList(common, chosen.turns().size())));
        row.set(
                "rejected",
                TrlFormat.MESSAGES.of(
                        rejected.turns().subList(common, rejected.turns().size())));
        if (!chosen.tools().isEmpty()) {
            row.put("tools", Json.write(ToolJson.functions(chosen.tools())));
        }
        return row;
    }
}
