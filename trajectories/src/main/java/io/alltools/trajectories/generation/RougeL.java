package io.alltools.trajectories.generation;

import java.util.Arrays;
import java.util.Locale;

/** How much of two texts is the same words in the same order (Lin 2004, ROUGE-L, with equal weight of both sides). */
final class RougeL {

    private RougeL() {}

    /** A text's words, small and without marks. */
    static String[] words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new);
    }

    /** The F-measure of the longest common subsequence, 0 to 1. */
    static double of(String[] first, String[] second) {
        int[] lengths = new int[second.length + 1];
        for (String word : first) {
            int diagonal = 0;
            for (int j = 1; j <= second.length; j++) {
                int above = lengths[j];
                lengths[j] = word.equals(second[j - 1]) ? diagonal + 1 : Math.max(lengths[j], lengths[j - 1]);
                diagonal = above;
            }
        }
        int sum = first.length + second.length;
        return sum == 0 ? 1 : 2.0 * lengths[second.length] / sum;
    }
}
