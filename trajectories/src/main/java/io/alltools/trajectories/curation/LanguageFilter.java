package io.alltools.trajectories.curation;

import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps trajectories in given languages. Judged is what the user asked and the agent said and thought, without programs
 * and what tools answered.
 *
 * @param keep languages by their ISO 639 codes of two or three letters
 * @param minLetters texts with fewer letters are of no language that could be told
 * @param keepUnknown whether those are kept
 */
public record LanguageFilter(Set<String> keep, int minLetters, boolean keepUnknown) implements RecordStage {

    public static final StageKind KIND = new StageKind(
            "language",
            "Keeps trajectories in which the user and the agent speak one of the given languages.",
            List.of(
                    StageOption.list(
                            "keep",
                            "en+zh",
                            "languages by their ISO 639 codes, such as en+zh+de",
                            "the two that GLM-4 is mostly trained on"),
                    StageOption.integer(
                            "min-letters",
                            20,
                            "of fewer letters the language can't be told; a Chinese character counts as three",
                            "a sentence of some four words"),
                    StageOption.flag(
                            "keep-unknown",
                            true,
                            "keep trajectories whose language can't be told",
                            "an answer such as 42 has none")),
            settings -> new LanguageFilter(
                    Set.copyOf(settings.list("keep")), settings.integer("min-letters"), settings.flag("keep-unknown")));

    public LanguageFilter {
        if (keep.isEmpty()) {
            throw new IllegalArgumentException("keep is empty; expected languages such as en+zh");
        }
        keep = keep.stream().map(Languages::code).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public String name() {
        return KIND.name();
    }

    @Override
    public Verdict apply(AtifTrajectory trajectory) {
        String text = trajectory.steps().stream()
                .filter(step -> step.source() != AtifTrajectory.Source.SYSTEM)
                .flatMap(step -> Stream.of(
                        Texts.of(step.message()), step.reasoningContent() == null ? "" : step.reasoningContent()))
                .map(Texts::prose)
                .collect(Collectors.joining("\n"));
        String language = Languages.of(text, minLetters);
        if (language.isEmpty()) {
            return keepUnknown ? new Verdict.Kept(trajectory) : new Verdict.Dropped("language_unknown");
        }
        return keep.contains(language) ? new Verdict.Kept(trajectory) : new Verdict.Dropped("language_" + language);
    }
}
