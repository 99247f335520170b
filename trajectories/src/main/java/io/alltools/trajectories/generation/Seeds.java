package io.alltools.trajectories.generation;

/** Seeds of parts out of the seed of the whole. */
final class Seeds {

    private Seeds() {}

    /** The same in every process for the same arguments, and unrelated for others. */
    static long of(long seed, String part, int number) {
        long mixed = mixed(seed);
        for (int i = 0; i < part.length(); i++) {
            mixed = mixed(mixed ^ part.charAt(i));
        }
        return mixed(mixed ^ number);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014) over its increment. */
    private static long mixed(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
