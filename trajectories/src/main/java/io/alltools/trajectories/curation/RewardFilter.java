package io.alltools.trajectories.curation;

import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Keeps trajectories whose reward ({@code extra.reward}) is high enough. What a person thought of a run counts as its
 * reward, and a run that a person excluded ({@code extra.included} is false) is dropped.
 *
 * <p>AgentTuning (Zeng et al. 2023, section 2.1.3) keeps trajectories of reward 1, and of Mind2Web, whose tasks are too
 * hard for that, those of at least 2/3.
 *
 * @param atLeast from 0 to 1
 * @param webAtLeast the same for trajectories of the environment {@code web}, where it is less
 * @param keepUnrewarded whether what has no reward is kept
 */
public record RewardFilter(double atLeast, double webAtLeast, boolean keepUnrewarded) implements RecordStage {

    private static final String AGENT_TUNING = "AgentTuning (Zeng et al. 2023), section 2.1.3";

    public static final StageKind KIND = new StageKind(
            "reward",
            "Keeps trajectories whose reward is high enough; a person's rating counts as the reward.",
            List.of(
                    StageOption.number("at-least", 1, "the least reward that is kept, from 0 to 1", AGENT_TUNING),
                    new StageOption(
                            "web",
                            StageOption.Type.NUMBER,
                            "2/3",
                            "the least reward of trajectories of the environment web, where it is less than that of the others",
                            AGENT_TUNING + ": 2/3 for Mind2Web"),
                    StageOption.flag(
                            "keep-unrewarded",
                            false,
                            "keep trajectories that nobody and nothing gave a reward",
                            "a filter by reward needs one")),
            settings -> new RewardFilter(
                    settings.number("at-least"), settings.number("web"), settings.flag("keep-unrewarded")));

    /** Rewards are sums of parts such as 1/3; what is short of a bound by a rounding error reaches it. */
    private static final double ROUNDING = 1e-9;

    public RewardFilter {
        range("at-least", atLeast);
        range("web", webAtLeast);
    }

    private static void range(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " is " + value + "; expected a reward from 0 to 1");
        }
    }

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public Verdict apply(AtifTrajectory trajectory) {
        JsonNode extra = trajectory.extra();
        if (!extra.path("included").asBoolean(true)) {
            return new Verdict.Dropped("excluded_by_a_person");
        }
        JsonNode reward = extra.path("reward");
        if (!reward.isNumber()) {
            return keepUnrewarded ? new Verdict.Kept(trajectory) : new Verdict.Dropped("no_reward");
        }
        double least = extra.path("environment").asString("").equals("web") ? Math.min(webAtLeast, atLeast) : atLeast;
        return reward.asDouble() >= least - ROUNDING
                ? new Verdict.Kept(trajectory)
                : new Verdict.Dropped("reward_below");
    }
}
