package io.alltools.trajectories.difficulty;

import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.atif.TaskKey;
import io.alltools.trajectories.curation.SurveyStage;
import io.alltools.trajectories.curation.Verdict;
import io.alltools.trajectories.ngram.Hashing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps tasks by their success rate over rollouts, then at most so many rollouts of each. A task of which no rollout
 * has a reward is dropped. Reasons: {@code no_reward}, {@code too_hard}, {@code too_easy}, {@code band_full},
 * {@code rollouts_full}.
 *
 * @param low the lowest success rate that is kept, 0 to 1
 * @param high the highest, {@code low} to 1
 * @param success the reward from which a rollout succeeded
 * @param rollouts the most rollouts of a task; chosen by the seed
 * @param bands the wanted distribution of tasks, the lowest rates first; empty takes tasks as they come. As many tasks
 *     are kept as the scarcest band allows
 */
public record DifficultyBalance(double low, double high, double success, int rollouts, List<Band> bands, long seed)
        implements SurveyStage {

    /** Everything that has a reward, solved being a reward of 1. */
    public static final DifficultyBalance ALL = new DifficultyBalance(0, 1, 1, Integer.MAX_VALUE, List.of(), 0);

    /**
     * @param upTo the highest success rate of the band; it begins above that of the band before it
     * @param share of all tasks that are kept, 0 to 1
     */
    public record Band(double upTo, double share) {}

    public DifficultyBalance {
        if (!(low >= 0 && low <= high && high <= 1)) {
            throw new IllegalArgumentException("success rates from " + low + " to " + high
                    + " are out of range: expected 0 to 1, the lower first");
        }
        if (rollouts < 1) {
            throw new IllegalArgumentException("rollouts " + rollouts + " are out of range: expected 1 or more");
        }
        bands = List.copyOf(bands);
        double sum = 0;
        double before = -1;
        for (Band band : bands) {
            if (!(band.upTo() > before && band.share() >= 0)) {
                throw new IllegalArgumentException(
                        "the bands " + bands + " are out of order: expected rising rates and shares of 0 or more");
            }
            before = band.upTo();
            sum += band.share();
        }
        if (!bands.isEmpty() && (Math.abs(sum - 1) > 1e-6 || before < high)) {
            throw new IllegalArgumentException("the bands " + bands + " have shares of " + sum + " in all and end at "
                    + before + ": expected 1, and " + high + " or more");
        }
    }

    public DifficultyBalance between(double low, double high) {
        return new DifficultyBalance(low, high, success, rollouts, bands, seed);
    }

    public DifficultyBalance withRollouts(int most) {
        return new DifficultyBalance(low, high, success, most, bands, seed);
    }

    public DifficultyBalance withBands(List<Band> bands) {
        return new DifficultyBalance(low, high, success, rollouts, bands, seed);
    }

    public DifficultyBalance withSeed(long seed) {
        return new DifficultyBalance(low, high, success, rollouts, bands, seed);
    }

    @Override
    public String name() {
        return "balance";
    }

    @Override
    public Survey begin(Path scratch) {
        return new Rates();
    }

    /** About 100 bytes a task and 4 a record. */
    private final class Rates implements Survey {

        private final Map<TaskKey, Integer> numbers = new HashMap<>();
        private final List<Rate> tasks = new ArrayList<>();
        private int[] taskOf = new int[1024];
        private int size;

        @Override
        public void add(long index, AtifTrajectory trajectory) {
            int task = numbers.computeIfAbsent(TaskKey.of(trajectory), key -> tasks.size());
            if (task == tasks.size()) {
                tasks.add(new Rate());
            }
            if (trajectory.extra().path("reward").isNumber()) {
                tasks.get(task).rated++;
                tasks.get(task).succeeded += trajectory.extra().path("reward").asDouble() >= success ? 1 : 0;
            }
            if (size == taskOf.length) {
                taskOf = Arrays.copyOf(taskOf, Math.addExact(size, size >> 1));
            }
            taskOf[size++] = task;
        }

        @Override
        public Decision decide() {
            numbers.clear();
            tasks.forEach(task -> task.reason = reason(task));
            fillBands();
            String[] reasons = tasks.stream().map(task -> task.reason).toArray(String[]::new);
            chooseRollouts();
            return (index, trajectory) -> {
                int i = (int) index;
                // The sign says that the task has enough of them without it.
                String reason = taskOf[i] < 0 ? "rollouts_full" : reasons[taskOf[i]];
                return reason.isEmpty() ? new Verdict.Kept(trajectory) : new Verdict.Dropped(reason);
            };
        }

        private String reason(Rate task) {
            if (task.rated == 0) {
                return "no_reward";
            }
            return task.rate() < low ? "too_hard" : task.rate() > high ? "too_easy" : "";
        }

        private void fillBands() {
            if (bands.isEmpty()) {
                return;
            }
            List<List<Integer>> inBand = new ArrayList<>();
            bands.forEach(band -> inBand.add(new ArrayList<>()));
            for (int task = 0; task < tasks.size(); task++) {
                if (tasks.get(task).reason.isEmpty()) {
                    inBand.get(band(tasks.get(task).rate())).add(task);
                }
            }
            double total = Double.MAX_VALUE;
            for (int i = 0; i < bands.size(); i++) {
                if (bands.get(i).share() > 0) {
                    total = Math.min(total, inBand.get(i).size() / bands.get(i).share());
                }
            }
            for (int i = 0; i < bands.size(); i++) {
                // A share such as 0.1 of 30 must be 3.
                int wanted = (int) Math.floor(total * bands.get(i).share() + 1e-6);
                inBand.get(i).sort(Comparator.comparingLong(task -> draw(task)));
                inBand.get(i).stream().skip(wanted).forEach(task -> tasks.get(task).reason = "band_full");
            }
        }

        private int band(double rate) {
            int band = 0;
            while (rate > bands.get(band).upTo()) {
                band++;
            }
            return band;
        }

        /** Of the tasks that are kept; marks those that are too many by a negative task. */
        private void chooseRollouts() {
            int[] counts = new int[tasks.size() + 1];
            for (int i = 0; i < size; i++) {
                counts[taskOf[i] + 1]++;
            }
            for (int task = 0; task < tasks.size(); task++) {
                counts[task + 1] += counts[task];
            }
            int[] ends = counts.clone();
            int[] byTask = new int[size];
            for (int i = 0; i < size; i++) {
                byTask[ends[taskOf[i]]++] = i;
            }
            for (int task = 0; task < tasks.size(); task++) {
                if (tasks.get(task).reason.isEmpty() && counts[task + 1] - counts[task] > rollouts) {
                    Arrays.stream(byTask, counts[task], counts[task + 1])
                            .boxed()
                            .sorted(Comparator.comparingLong(record -> draw(~record)))
                            .skip(rollouts)
                            .forEach(record -> taskOf[record] = -1);
                }
            }
        }

        /** What chance gives a number: the lowest are taken. */
        private long draw(int number) {
            return Hashing.mixed(Hashing.mixed(seed) + number);
        }
    }

    private static final class Rate {

        private int rated;
        private int succeeded;
        /** Why its rollouts are dropped; empty for those that are kept. */
        private String reason = "";

        double rate() {
            return (double) succeeded / rated;
        }
    }
}
