package io.alltools.trajectories.dedup;

import io.alltools.trajectories.curation.SurveyStage;
import io.alltools.trajectories.ngram.NgramHasher;
import io.alltools.trajectories.ngram.Unit;
import java.nio.file.Path;

/**
 * Drops what differs from another one in little: whose n-grams have an estimated Jaccard similarity of the threshold or
 * more. Likeness carries over: when a is like b and b like c, one of the three stays: the best reward, among equals the
 * first. Reasons: {@code near_duplicate_task}, {@code near_duplicate_trajectory}.
 *
 * <p>{@code exact} before it saves work; what has no words at all is never a duplicate here.
 *
 * @param n units of an n-gram, 1 to 64
 * @param threshold above 0 and at most 1
 * @param memoryBytes what the search holds in memory; more goes to disk
 */
public record NearDuplicates(
        Subject subject, Unit unit, int n, double threshold, int permutations, long seed, long memoryBytes)
        implements SurveyStage {

    public static final long DEFAULT_MEMORY = 256L << 20;

    public NearDuplicates {
        // Checks them.
        Bands.forThreshold(threshold, new MinHash(permutations, seed).permutations());
        n = new NgramHasher(unit, n).n();
    }

    /**
     * Five words at 0.8 for trajectories; for tasks, which are short, five characters at 0.7: there one other word
     * among fifteen would take away half of the words' n-grams.
     */
    public static NearDuplicates of(Subject subject) {
        return new NearDuplicates(
                subject,
                subject == Subject.TASK ? Unit.CHARACTER : Unit.WORD,
                5,
                subject == Subject.TASK ? 0.7 : 0.8,
                MinHash.DEFAULT_PERMUTATIONS,
                0,
                DEFAULT_MEMORY);
    }

    @Override
    public String name() {
        return "near";
    }

    @Override
    public Survey begin(Path scratch) {
        NgramHasher ngrams = new NgramHasher(unit, n);
        MinHash minHash = new MinHash(permutations, seed);
        Bands bands = Bands.forThreshold(threshold, permutations);
        return new DuplicateSurvey(
                subject,
                text -> fingerprint(ngrams, minHash, bands, text),
                index(scratch, permutations, threshold, memoryBytes),
                "near_duplicate_" + subject.id());
    }

    static Fingerprint fingerprint(NgramHasher ngrams, MinHash minHash, Bands bands, String text) {
        long[] hashes = ngrams.of(text).hashes();
        int[] signature = minHash.signature(hashes);
        return new Fingerprint(signature, hashes.length == 0 ? new long[0] : bands.keys(signature));
    }

    static DuplicateIndex index(Path scratch, int permutations, double threshold, long memoryBytes) {
        // A share of whole places: without the slack 0.7 of 128 would depend on rounding.
        double least = threshold - 1e-9;
        return new DuplicateIndex(scratch, permutations, memoryBytes, (a, b) -> MinHash.similarity(a, b) >= least);
    }
}
