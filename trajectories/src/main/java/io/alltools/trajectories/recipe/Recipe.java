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
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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

    private static final StageOption MEMORY = StageOption.integer(
            "memory",
            (int) (NearDuplicates.DEFAULT_MEMORY >> 20),
            "how many MiB the search holds in memory; more goes to disk",
            "our choice");

    private static final StageKind EXACT = new StageKind(
            "exact",
            "Drops what is there word for word; the best reward stays, then the first.",
            List.of(SUBJECT, MEMORY),
            settings -> new ExactDuplicates(subject(settings), memory(settings)));

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
                            "our choice"),
                    StageOption.integer(
                            "n",
                            NearDuplicates.of(Subject.TRAJECTORY).n(),
                            "the length of an n-gram: words of trajectories, characters of tasks",
                            "our choice"),
                    MEMORY),
            Recipe::near);

    private static final StageKind DECONTAMINATE = new StageKind(
            "decontaminate",
            "Drops what shares a run of words with a test set, in its instruction or gold answer.",
            List.of(
                    StageOption.list("tests", "", "files of the test sets (JSONL or text)", "none are known"),
                    StageOption.integer("n", NgramIndex.DEFAULT_N, "the length of the run in words", "AgentTuning"),
                    StageOption.list(
                            "questions",
                            names(TestFields.USUAL.questions()),
                            "the fields of their JSON that hold questions",
                            "the usual test sets"),
                    StageOption.list(
                            "answers",
                            names(TestFields.USUAL.answers()),
                            "the fields that hold answers",
                            "the usual test sets")),
            Recipe::decontamination);

    private static final StageKind BALANCE = new StageKind(
            "balance",
            "Keeps tasks by their success rate over all rollouts, and so many rollouts of each.",
            List.of(
                    StageOption.number("low", 0, "the lowest success rate that is kept", "all are kept"),
                    StageOption.number("high", 1, "the highest", "all are kept"),
                    StageOption.number("success", 1, "the reward from which a rollout succeeded", "our choice"),
                    StageOption.list(
                            "bands",
                            "",
                            "the wanted distribution of tasks as RATE:SHARE, each up to that success rate, such as"
                                    + " 0.3:0.2+0.7:0.6+1:0.2",
                            "tasks are taken as they come"),
                    StageOption.integer("rollouts", Integer.MAX_VALUE, "the most rollouts of a task", "all are kept"),
                    StageOption.integer("seed", 0, "decides which rollouts", "our choice")),
            Recipe::balance);

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
     * @throws UncheckedIOException when one needs a file that can't be read
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

    private static long memory(StageSettings settings) {
        int megabytes = settings.integer("memory");
        if (megabytes < 1) {
            throw new IllegalArgumentException("memory is " + megabytes + "; expected 1 MiB or more");
        }
        return (long) megabytes << 20;
    }

    private static NearDuplicates near(StageSettings settings) {
        NearDuplicates usual = NearDuplicates.of(subject(settings));
        double threshold = settings.number("threshold");
        return new NearDuplicates(
                usual.subject(),
                usual.unit(),
                settings.integer("n"),
                threshold == 0 ? usual.threshold() : threshold,
                usual.permutations(),
                usual.seed(),
                memory(settings));
    }

    private static DifficultyBalance balance(StageSettings settings) {
        return new DifficultyBalance(
                settings.number("low"),
                settings.number("high"),
                settings.number("success"),
                settings.integer("rollouts"),
                settings.list("bands").stream().map(Recipe::band).toList(),
                settings.integer("seed"));
    }

    private static DifficultyBalance.Band band(String text) {
        try {
            String[] parts = text.split(":", 2);
            return new DifficultyBalance.Band(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the band \"" + text + "\" is not RATE:SHARE, such as 0.3:0.2", e);
        }
    }

    private static String names(Set<String> fields) {
        return fields.stream().sorted().collect(Collectors.joining("+"));
    }

    private static Decontamination decontamination(StageSettings settings) {
        List<Path> tests = settings.list("tests").stream().map(Path::of).toList();
        if (tests.isEmpty()) {
            throw new IllegalArgumentException("tests is missing; expected files of test sets separated by +");
        }
        TestFields fields =
                new TestFields(Set.copyOf(settings.list("questions")), Set.copyOf(settings.list("answers")));
        try {
            return new Decontamination(NgramIndex.of(tests, fields, settings.integer("n"), NgramIndex.DEFAULT_MOST));
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("decontaminate: the test file " + e.getMessage() + " does not exist", e);
        } catch (IOException e) {
            // The words are right, a file is not.
            throw new UncheckedIOException("decontaminate: " + e.getMessage(), e);
        }
    }
}
