package io.alltools.trajectories.curation;

import io.alltools.agent.guard.Redaction;
import io.alltools.agent.guard.Sensitive;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Puts placeholders such as {@code [EMAIL_1]} in the place of secrets and personal data, in messages, reasoning,
 * arguments and observations; what is JSON stays JSON. The same secret gets the same placeholder within a record, so
 * that it can still be followed from where it is read to where it is used. Token ids that were recorded spell what was
 * taken out and go with it.
 *
 * <p>It goes by forms and check digits ({@link Redaction}), not by what a text means: names of people stay.
 */
public final class Scrub implements RecordStage {

    public static final StageKind KIND = new StageKind(
            "scrub",
            "Puts placeholders in the place of secrets and personal data; what is JSON stays JSON.",
            List.of(StageOption.list(
                    "kinds",
                    EnumSet.copyOf(Sensitive.USUAL).stream().map(Scrub::id).collect(Collectors.joining("+")),
                    "what is taken out: " + ids(),
                    "all but addresses in networks, which look like versions")),
            settings -> new Scrub(kinds(settings.list("kinds"))));

    private final Redaction redaction;

    /** @throws IllegalArgumentException when no kind is given */
    public Scrub(Collection<Sensitive> kinds) {
        this.redaction = Redaction.of(kinds);
    }

    static String id(Sensitive kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String ids() {
        return Arrays.stream(Sensitive.values()).map(Scrub::id).collect(Collectors.joining(", "));
    }

    private static List<Sensitive> kinds(List<String> ids) {
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("kinds is empty; expected some of " + ids());
        }
        return ids.stream()
                .map(id -> Arrays.stream(Sensitive.values())
                        .filter(kind -> id(kind).equals(id))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException("there is no kind \"" + id + "\"; there are: " + ids())))
                .toList();
    }

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public Verdict apply(AtifTrajectory trajectory) {
        ScrubbedRecord record = new ScrubbedRecord(redaction);
        AtifTrajectory now = record.of(trajectory);
        return record.changes().isEmpty()
                ? new Verdict.Kept(trajectory)
                : withoutTokens(now, new ArrayList<>(record.changes()));
    }

    private static Verdict withoutTokens(AtifTrajectory trajectory, List<String> changes) {
        List<AtifTrajectory.Step> steps = new ArrayList<>();
        for (AtifTrajectory.Step step : trajectory.steps()) {
            AtifTrajectory.Metrics metrics = step.metrics();
            if (metrics != null
                    && (metrics.promptTokenIds() != null
                            || metrics.completionTokenIds() != null
                            || metrics.logprobs() != null)) {
                steps.add(step.withMetrics(new AtifTrajectory.Metrics(
                        metrics.promptTokens(),
                        metrics.completionTokens(),
                        metrics.cachedTokens(),
                        null,
                        null,
                        null,
                        metrics.extra())));
                changes.add("token_ids_removed");
            } else {
                steps.add(step);
            }
        }
        return new Verdict.Changed(trajectory.withSteps(List.copyOf(steps)), changes);
    }
}
