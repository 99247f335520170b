package io.alltools.trajectories.decontamination;

import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.atif.TrajectoryText;
import io.alltools.trajectories.curation.RecordStage;
import io.alltools.trajectories.curation.Verdict;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Drops trajectories of which the instruction, a gold answer or the agent's final answer has ten words in a row in
 * common with a test set. A whole instruction of fewer words counts when a test asks just that; a short answer never
 * does. Reasons: the part and the file, such as {@code instruction_in_gsm8k.jsonl}; the line is in each
 * {@link Finding}.
 *
 * <p>Source: AgentTuning (Zeng et al. 2023), section 3.1.4, which checks AgentInstruct by 10-gram overlap after Liang
 * et al. 2022 (HELM).
 */
public final class Decontamination implements RecordStage {

    private final NgramIndex tests;
    private final Consumer<Finding> findings;

    /** What of a trajectory is in a test set. */
    public enum Where {
        INSTRUCTION,
        GOLD,
        ANSWER;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The first thing that was found of a trajectory. */
    public record Finding(String trajectoryId, Where where, NgramIndex.Place place) {

        /** One line for a person. */
        public String message() {
            return trajectoryId + ": its " + where.id() + " is in " + place.file() + ", line " + place.line();
        }
    }

    public Decontamination(NgramIndex tests) {
        this(tests, finding -> {});
    }

    /**
     * @param findings gets one for each trajectory that is dropped, from the threads that {@link #apply} is called on
     */
    public Decontamination(NgramIndex tests, Consumer<Finding> findings) {
        this.tests = tests;
        this.findings = findings;
    }

    @Override
    public String name() {
        return "decontaminate";
    }

    @Override
    public Verdict apply(AtifTrajectory trajectory) {
        Optional<Finding> found = find(trajectory);
        found.ifPresent(findings);
        return found.<Verdict>map(finding -> new Verdict.Dropped(
                        finding.where().id() + "_in_" + finding.place().file().getFileName()))
                .orElseGet(() -> new Verdict.Kept(trajectory));
    }

    /** Where a trajectory is in the test sets; empty for nowhere. */
    public Optional<Finding> find(AtifTrajectory trajectory) {
        Finding found = find(trajectory, Where.INSTRUCTION, TrajectoryText.instruction(trajectory));
        for (JsonNode gold : trajectory.extra().path("gold")) {
            if (found == null) {
                found = find(trajectory, Where.GOLD, gold.asString(""));
            }
        }
        return Optional.ofNullable(
                found != null ? found : find(trajectory, Where.ANSWER, TrajectoryText.answer(trajectory)));
    }

    private @Nullable Finding find(AtifTrajectory trajectory, Where where, String text) {
        NgramIndex.Place place = tests.find(text, where == Where.INSTRUCTION);
        return place == null ? null : new Finding(trajectory.trajectoryId(), where, place);
    }
}
