package io.alltools.trajectories.curation;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.List;

/**
 * Keeps trajectories of a length between bounds; 0 is no upper bound.
 *
 * @param minTurns of the agent in this run
 * @param minChars of all messages, reasoning, arguments and observations
 * @param minTokens of the longest prompt with its completion; a trajectory whose tokens were not counted is kept
 */
public record LengthFilter(int minTurns, int maxTurns, int minChars, int maxChars, int minTokens, int maxTokens)
        implements RecordStage {

    private static final String NONE = "no bound of its own; give that of the model which is trained";

    public static final StageKind KIND = new StageKind(
            "length",
            "Keeps trajectories with so many turns of the agent, characters and tokens.",
            List.of(
                    StageOption.integer(
                            "min-turns", 1, "the fewest turns of the agent", "a run without one teaches nothing"),
                    StageOption.integer("max-turns", 0, "the most turns of the agent; 0 for any", NONE),
                    StageOption.integer("min-chars", 0, "the fewest characters in all", NONE),
                    StageOption.integer("max-chars", 0, "the most characters in all; 0 for any", NONE),
                    StageOption.integer("min-tokens", 0, "the fewest tokens, where they were counted", NONE),
                    StageOption.integer("max-tokens", 0, "the most tokens, where they were counted; 0 for any", NONE)),
            settings -> new LengthFilter(
                    settings.integer("min-turns"),
                    settings.integer("max-turns"),
                    settings.integer("min-chars"),
                    settings.integer("max-chars"),
                    settings.integer("min-tokens"),
                    settings.integer("max-tokens")));

    public LengthFilter {
        check("turns", minTurns, maxTurns);
        check("chars", minChars, maxChars);
        check("tokens", minTokens, maxTokens);
    }

    private static void check(String what, int min, int max) {
        if (min < 0 || max < 0 || max > 0 && min > max) {
            throw new IllegalArgumentException("min-" + what + " is " + min + " and max-" + what + " is " + max
                    + "; expected 0 or more, and no minimum over the maximum");
        }
    }

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public Verdict apply(AtifTrajectory trajectory) {
        long turns = trajectory.steps().stream().filter(Texts::isOwn).count();
        if (turns < minTurns) {
            return new Verdict.Dropped("too_few_turns");
        }
        if (maxTurns > 0 && turns > maxTurns) {
            return new Verdict.Dropped("too_many_turns");
        }
        if (minChars > 0 || maxChars > 0) {
            long chars =
                    trajectory.steps().stream().mapToLong(LengthFilter::chars).sum();
            if (chars < minChars) {
                return new Verdict.Dropped("too_few_chars");
            }
            if (maxChars > 0 && chars > maxChars) {
                return new Verdict.Dropped("too_many_chars");
            }
        }
        long tokens = tokens(trajectory);
        if (tokens > 0 && tokens < minTokens) {
            return new Verdict.Dropped("too_few_tokens");
        }
        if (maxTokens > 0 && tokens > maxTokens) {
            return new Verdict.Dropped("too_many_tokens");
        }
        return new Verdict.Kept(trajectory);
    }

    /** In Unicode's characters. */
    private static long chars(AtifTrajectory.Step step) {
        long chars = count(Texts.of(step.message()));
        if (step.reasoningContent() != null) {
            chars += count(step.reasoningContent());
        }
        if (step.toolCalls() != null) {
            for (AtifTrajectory.ToolCall call : step.toolCalls()) {
                chars += count(call.functionName()) + count(Json.write(call.arguments()));
            }
        }
        if (step.observation() != null) {
            for (AtifTrajectory.Result result : step.observation().results()) {
                chars += count(Texts.of(result.content()));
            }
        }
        return chars;
    }

    private static long count(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Of the context at its longest; 0 where nothing was counted. */
    static long tokens(AtifTrajectory trajectory) {
        return trajectory.steps().stream()
                .filter(step -> step.metrics() != null)
                .mapToLong(step ->
                        (long) step.metrics().promptTokens() + step.metrics().completionTokens())
                .max()
                .orElse(0);
    }
}
