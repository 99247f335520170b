package io.alltools.trajectories.environment;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The random numbers that a task is made with: the same for the same task in every process. */
public final class TaskRandom {

    private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private TaskRandom() {}

    /** @param environment its name, so that two environments do not draw the same numbers for a seed */
    public static RandomGenerator of(String environment, Split split, long seed, int number) {
        if (number < 0) {
            throw new IllegalArgumentException("task number " + number + ": expected 0 or more");
        }
        long mixed = mix(mix(mix(seed) + environment.hashCode()) + split.ordinal()) + number;
        return of(mix(mixed));
    }

    public static RandomGenerator of(long seed) {
        return GENERATORS.create(seed);
    }

    /** The one split that a text belongs to, such as a name or a goal that no other split's tasks may have. */
    public static Split splitOf(String text) {
        // A text's hash alone says little modulo 3; multiplied by 2³²/φ its upper bits are well mixed.
        int mixed = (text.hashCode() * 0x9e3779b1) >>> 8;
        return Split.values()[mixed % Split.values().length];
    }

    /** David Stafford's variant 13 of MurmurHash3's finalizer: neighbouring seeds come far apart. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
