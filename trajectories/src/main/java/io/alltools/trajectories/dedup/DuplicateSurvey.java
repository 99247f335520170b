package io.alltools.trajectories.dedup;

import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.curation.SurveyStage;
import io.alltools.trajectories.curation.Verdict;
import io.alltools.trajectories.ngram.Hashing;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Function;

/** Looks for duplicates in a data set of trajectories; the best reward stays, among equals the first. */
final class DuplicateSurvey implements SurveyStage.Survey {

    private final Subject subject;
    private final Function<String, Fingerprint> fingerprints;
    private final DuplicateIndex index;
    private final String reason;
    /** Of each record the task it is a rollout of, as a hash; 0 for none. Empty where it does not matter. */
    private long[] rollouts = new long[0];

    private int size;

    DuplicateSurvey(Subject subject, Function<String, Fingerprint> fingerprints, DuplicateIndex index, String reason) {
        this.subject = subject;
        this.fingerprints = fingerprints;
        this.index = index;
        this.reason = reason;
    }

    @Override
    public void add(long number, AtifTrajectory trajectory) throws IOException {
        if (number != size) {
            throw new IllegalArgumentException("record " + number + " came when " + size + " was expected");
        }
        index.add(fingerprints.apply(subject.text(trajectory)), rank(trajectory));
        if (subject == Subject.TASK) {
            if (size == rollouts.length) {
                rollouts = Arrays.copyOf(rollouts, Math.max(1024, Math.addExact(size, size >> 1)));
            }
            rollouts[size] = rolloutOf(trajectory);
        }
        size++;
    }

    @Override
    public SurveyStage.Decision decide() throws IOException {
        int[] kept = index.kept();
        return (number, trajectory) -> {
            int i = (int) number;
            return kept[i] == i || isRolloutOfTheSame(i, kept[i])
                    ? new Verdict.Kept(trajectory)
                    : new Verdict.Dropped(reason);
        };
    }

    private boolean isRolloutOfTheSame(int record, int kept) {
        return subject == Subject.TASK && rollouts[record] != 0 && rollouts[record] == rollouts[kept];
    }

    /** A record without a reward comes after all that have one. */
    private static float rank(AtifTrajectory trajectory) {
        return (float) trajectory.extra().path("reward").asDouble(-1);
    }

    /** Only what an environment made names its task for certain: a person's word for a kind of task does not. */
    private static long rolloutOf(AtifTrajectory trajectory) {
        if (!trajectory.extra().path("environment").isString()
                || !trajectory.extra().path("task").isString()) {
            return 0;
        }
        long hash = 1;
        for (char c : trajectory.extra().path("task").asString().toCharArray()) {
            hash = Hashing.mixed(hash + c);
        }
        return hash == 0 ? 1 : hash;
    }

    @Override
    public void close() throws IOException {
        index.close();
    }
}
