package io.alltools.trajectories.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The seeded choices of a generator: the same task gives the same ones in every process. Not thread-safe. */
public final class Draws implements RandomGenerator {

    private final SplittableRandom random;

    private Draws(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * The choices for a task.
     *
     * @param environment so that environments with one seed go different ways
     * @param number as in {@link Environment#task}
     */
    public static Draws of(String environment, Split split, long seed, int number) {
        if (number < 0) {
            throw new IllegalArgumentException("task number " + number + " is out of range: expected 0 or more");
        }
        long state = mixed(seed);
        state = mixed(state ^ environment.hashCode());
        state = mixed(state ^ split.ordinal());
        return new Draws(mixed(state ^ number));
    }

    /** The choices for something that has a seed of its own. */
    public static Draws of(long seed) {
        return new Draws(mixed(seed));
    }

    @Override
    public long nextLong() {
        return random.nextLong();
    }

    /** From {@code low} to {@code high}, both possible. */
    public int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** One of so many cases, all as likely. */
    public boolean oneIn(int cases) {
        return random.nextInt(cases) == 0;
    }

    public <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    @SafeVarargs
    public final <T> T pick(T... from) {
        return pick(List.of(from));
    }

    /** So many different ones, in random order. */
    public <T> List<T> some(List<T> from, int count) {
        if (count > from.size()) {
            throw new IllegalArgumentException(count + " of " + from.size() + " can't be chosen: expected at most all");
        }
        return List.copyOf(shuffled(from).subList(0, count));
    }

    public <T> List<T> shuffled(List<T> all) {
        List<T> result = new ArrayList<>(all);
        for (int i = result.size() - 1; i > 0; i--) {
            T last = result.get(i);
            int other = random.nextInt(i + 1);
            result.set(i, result.get(other));
            result.set(other, last);
        }
        return result;
    }

    /**
     * The split to which what decides a task's answer belongs. A generator that draws until it comes upon its own
     * split's shares nothing with the others.
     *
     * @param deciding its text
     */
    public static Split home(String deciding) {
        return Split.values()[(int) Long.remainderUnsigned(mixed(deciding.hashCode()), Split.values().length)];
    }

    /** MurmurHash3's 64-bit finalizer: near seeds become far ones. */
    private static long mixed(long value) {
        long hash = (value ^ 0x9e3779b97f4a7c15L) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
