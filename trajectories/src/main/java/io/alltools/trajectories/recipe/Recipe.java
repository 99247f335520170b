package io.alltools.trajectories.recipe;

import io.alltools.trajectories.curation.Pipeline;
import io.alltools.trajectories.curation.StageKind;
import io.alltools.trajectories.curation.StageOption;
import io.alltools.trajectories.curation.StageSettings;
import io.alltools.trajectories.curation.Stages;
import io.alltools.trajectories.decontamination.Decontamination;
import io.alltools.trajectories.decontamination.NgramIndex;
import io.alltools.trajectories.decontamination.TestFields;
import io.alltools.trajectories.dedup.ExactDuplicates;
import io.alltools.trajectories.dedup.NearDuplicates;
import io.alltools.trajectories.dedup.Subject;
import io.alltools.trajectories.difficulty.DifficultyBalance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a data set is made by: stages that are named in words.
 *
 * <pre>{@code
 * Pipeline pipeline = Recipe.of(List.of("mask", "validity", "reward:at-least=1", "near:subject=task"));
 * }</pre>
 */
public final class Recipe {

    private static final StageOption SUBJECT = StageOption.text(
            "subject", Subject.TRAJECTORY.id(), "what must not be there twice: task or trajectory", "our choice");

    private static final StageKind EXACT = new StageKind(
            "exact",
            "Drops what is there word for word; the best reward stays, then the first.",
            List.of(SUBJECT),
            settings -> new ExactDuplicates(subject(settings)));

    private static final StageKind NEAR = new StageKind(
            "near",
            "Drops near duplicates, found by MinHash and locality-sensitive hashing; the best reward stays, then the"
                    + " first.",
            List.of(
                    SUBJECT,
                    StageOption.number(
                            "threshold",
                            0,
                            "the Jaccard similarity from which two are near duplicates; 0 for 0.8 of trajectories"
                                    + " and 0.7 of tasks",
                            "our choice")),
            settings -> near(NearDuplicates.of(subject(settings)), settings.number("threshold")));

    private static final StageKind DECONTAMINATE = new StageKind(
            "decontaminate",
            "Drops what shares a run of words with a test set, in its instruction or gold answer.",
            List.of(
                    StageOption.list("tests", "", "files of the test sets (JSONL or text)", "none are known"),
                    StageOption.integer("n", NgramIndex.DEFAULT_N, "the length of the run in words", "AgentTuning")),
            Recipe::decontamination);

    private static final StageKind BALANCE = new StageKind(
            "balance",
            "Keeps tasks by their success rate over all rollouts, and so many rollouts of each.",
            List.of(
                    StageOption.number("low", 0, "the lowest success rate that is kept", "all are kept"),
                    StageOption.number("high", 1, "the highest", "all are kept"),
                    StageOption.integer("rollouts", Integer.MAX_VALUE, "the most rollouts of a task", "all are kept"),
                    StageOption.integer("seed", 0, "decides which rollouts", "our choice")),
            settings -> DifficultyBalance.ALL
                    .between(settings.number("low"), settings.number("high"))
                    .withRollouts(settings.integer("rollouts"))
                    .withSeed(settings.integer("seed")));

    private static final List<StageKind> ALL = Stream.concat(
                    Stages.all().stream(), Stream.of(EXACT, NEAR, DECONTAMINATE, BALANCE))
            .toList();

    private Recipe() {}

    /** In the order in which people are shown them. */
    public static List<StageKind> stages() {
        return ALL;
    }

    /**
     * A pipeline of stages, each {@code NAME} or {@code NAME:OPTION=VALUE,OPTION=VALUE}.
     *
     * @throws IllegalArgumentException when one can't be made; one line with what there is
     */
    public static Pipeline of(List<String> stages) {
        return new Pipeline(stages.stream().map(text -> Stages.parse(text, ALL)).toList());
    }

    private static Subject subject(StageSettings settings) {
        String id = settings.text("subject");
        return Arrays.stream(Subject.values())
                .filter(subject -> subject.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("subject \"" + id + "\" is unknown; expected "
                        + Arrays.stream(Subject.values()).map(Subject::id).collect(Collectors.joining(" or "))));
    }

    private static NearDuplicates near(NearDuplicates usual, double threshold) {
        return threshold == 0
                ? usual
                : new NearDuplicates(
                        usual.subject(),
                        usual.unit(),
                        usual.n(),
                        threshold,
                        usual.permutations(),
                        usual.seed(),
                        usual.memoryBytes());
    }

    private static Decontamination decontamination(StageSettings settings) {
        List<Path> tests = settings.list("tests").stream().map(Path::of).toList();
        if (tests.isEmpty()) {
            throw new IllegalArgumentException("tests is missing; expected files of test sets separated by +");
        }
        try {
            return new Decontamination(
                    NgramIndex.of(tests, TestFields.USUAL, settings.integer("n"), NgramIndex.DEFAULT_MOST));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
