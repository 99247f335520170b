package io.alltools.trajectories.shop;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How alike two short texts are whatever the order of their words: {@code fuzz.token_set_ratio} of thefuzz, which
 * WebShop's reward uses.
 */
final class TokenSet {

    /** Longer texts are no names of attributes or options; the comparison takes time by the square of the length. */
    private static final int MAX_CHARACTERS = 500;

    private TokenSet() {}

    /** From 0 to 100; 100 when the words of one are among those of the other. */
    static int ratio(String first, String second) {
        Set<String> ones = words(first);
        Set<String> others = words(second);
        if (ones.isEmpty() || others.isEmpty()) {
            return 0;
        }
        Set<String> shared = new TreeSet<>(ones);
        shared.retainAll(others);
        ones.removeAll(shared);
        others.removeAll(shared);
        String both = String.join(" ", shared);
        String one = (both + " " + String.join(" ", ones)).strip();
        String other = (both + " " + String.join(" ", others)).strip();
        return Math.max(similarity(one, other), Math.max(similarity(both, one), similarity(both, other)));
    }

    private static Set<String> words(String text) {
        String cut = text.substring(0, Math.min(text.length(), MAX_CHARACTERS));
        return Arrays.stream(cut.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}_]+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Twice the longest common subsequence over the sum of the lengths, in per cent. */
    private static int similarity(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return 0;
        }
        int[] row = new int[b.length() + 1];
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = 0;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                row[j] = a.charAt(i - 1) == b.charAt(j - 1) ? diagonal + 1 : Math.max(above, row[j - 1]);
                diagonal = above;
            }
        }
        return (int) Math.rint(200.0 * row[b.length()] / (a.length() + b.length()));
    }
}
