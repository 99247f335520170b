package io.alltools.runtime.sampling;

import java.util.Arrays;

/** What consecutive groups of tokens weigh, and how many tokens each holds. */
final class Buckets {

    final long[] mass;
    final int[] count;

    /** The weight and the number of the tokens before the bucket that was sought. */
    long massBefore;

    long countBefore;

    Buckets(int size) {
        mass = new long[size];
        count = new int[size];
    }

    void clear() {
        Arrays.fill(mass, 0);
        Arrays.fill(count, 0);
    }

    /** The bucket with the first token at which the summed weight exceeds the target; the last when none does. */
    int seekMass(long target) {
        massBefore = 0;
        countBefore = 0;
        int bucket = 0;
        while (bucket < mass.length - 1 && massBefore + mass[bucket] <= target) {
            pass(bucket++);
        }
        return bucket;
    }

    /** The bucket with the token at this place; the last when there are fewer tokens. */
    int seekCount(long place) {
        massBefore = 0;
        countBefore = 0;
        int bucket = 0;
        while (bucket < count.length - 1 && countBefore + count[bucket] <= place) {
            pass(bucket++);
        }
        return bucket;
    }

    private void pass(int bucket) {
        massBefore += mass[bucket];
        countBefore += count[bucket];
    }
}
