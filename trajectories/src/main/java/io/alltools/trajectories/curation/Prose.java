package io.alltools.trajectories.curation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Measures of a text as Gopher's filters take them (Rae et al. 2021, appendix A.1). A word is what stands between white
 * space; of the scripts that put no space between words each character is one.
 */
final class Prose {

    private static final Pattern LINES = Pattern.compile("\n+");
    private static final Pattern PARAGRAPHS = Pattern.compile("\n\\s*\n");
    private static final Set<String> STOP_WORDS = Set.of("the", "be", "to", "of", "and", "that", "have", "with");

    private final String text;
    private final List<String> words;
    private final List<String> lines;
    private final boolean unspaced;

    Prose(String text) {
        this.text = text;
        this.lines = pieces(text, LINES);
        this.words = words(text);
        long letters = text.codePoints().filter(Character::isLetter).count();
        this.unspaced = 2 * text.codePoints().filter(Prose::isUnspaced).count() > letters;
    }

    private static List<String> pieces(String text, Pattern between) {
        return between.splitAsStream(text)
                .map(String::strip)
                .filter(piece -> !piece.isEmpty())
                .toList();
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            int next = at + Character.charCount(c);
            boolean alone = isUnspaced(c);
            if (alone || Character.isWhitespace(c)) {
                if (start >= 0) {
                    words.add(text.substring(start, at));
                    start = -1;
                }
                if (alone) {
                    words.add(text.substring(at, next));
                }
            } else if (start < 0) {
                start = at;
            }
            at = next;
        }
        if (start >= 0) {
            words.add(text.substring(start));
        }
        return words;
    }

    private static boolean isUnspaced(int c) {
        // Latin, Greek, Cyrillic, Hebrew and Arabic stand below, and most of what is read.
        if (c < 0x0E00) {
            return false;
        }
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
            default -> false;
        };
    }

    int wordCount() {
        return words.size();
    }

    /** Whether it is mostly of a script whose words have no length and whose text has none of the stop words. */
    boolean isUnspaced() {
        return unspaced;
    }

    double meanWordLength() {
        return words.isEmpty()
                ? 0
                : words.stream()
                                .mapToInt(word -> word.codePointCount(0, word.length()))
                                .sum()
                        / (double) words.size();
    }

    double hashesPerWord() {
        return perWord((int) text.chars().filter(c -> c == '#').count());
    }

    double ellipsesPerWord() {
        return perWord(count("...") + count("…"));
    }

    private double perWord(int symbols) {
        return words.isEmpty() ? 0 : symbols / (double) words.size();
    }

    private int count(String symbol) {
        int count = 0;
        for (int at = text.indexOf(symbol); at >= 0; at = text.indexOf(symbol, at + symbol.length())) {
            count++;
        }
        return count;
    }

    double bulletLines() {
        return share(lines, line -> "•‣▪●-*".indexOf(line.charAt(0)) >= 0);
    }

    double ellipsisLines() {
        return share(lines, line -> line.endsWith("...") || line.endsWith("…"));
    }

    double alphabeticWords() {
        return share(words, word -> word.codePoints().anyMatch(Character::isLetter));
    }

    private static double share(List<String> all, Predicate<String> which) {
        return all.isEmpty() ? 0 : all.stream().filter(which).count() / (double) all.size();
    }

    /** How many different ones it has. */
    long stopWords() {
        return words.stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(STOP_WORDS::contains)
                .distinct()
                .count();
    }

    /**
     * How much of something is a repetition of what stood before.
     *
     * @param share of the pieces
     * @param chars of their characters
     */
    record Duplicates(double share, double chars) {}

    Duplicates duplicateLines() {
        return duplicates(lines);
    }

    Duplicates duplicateParagraphs() {
        return duplicates(pieces(text, PARAGRAPHS));
    }

    private static Duplicates duplicates(List<String> pieces) {
        Set<String> seen = new HashSet<>();
        int again = 0;
        long chars = 0;
        long all = 0;
        for (String piece : pieces) {
            all += piece.length();
            if (!seen.add(piece)) {
                again++;
                chars += piece.length();
            }
        }
        return pieces.isEmpty()
                ? new Duplicates(0, 0)
                : new Duplicates(again / (double) pieces.size(), chars / (double) all);
    }

    /** The share of the characters that are in the most frequent sequence of n words. */
    double topSequence(int n) {
        Map<String, Integer> counts = new HashMap<>();
        long most = 0;
        for (int i = 0; i + n <= words.size(); i++) {
            String sequence = sequence(i, n);
            int count = counts.merge(sequence, 1, Integer::sum);
            if (count > 1) {
                most = Math.max(most, (long) count * length(i, n));
            }
        }
        return ofWords(most);
    }

    /** The share of the characters that are in sequences of n words which stood before; none is counted twice. */
    double duplicateSequences(int n) {
        Set<String> seen = new HashSet<>();
        long chars = 0;
        for (int i = 0; i + n <= words.size(); ) {
            if (seen.add(sequence(i, n))) {
                i++;
            } else {
                chars += length(i, n);
                i += n;
            }
        }
        return ofWords(chars);
    }

    private String sequence(int from, int n) {
        return String.join(" ", words.subList(from, from + n));
    }

    private long length(int from, int n) {
        long length = 0;
        for (int i = from; i < from + n; i++) {
            length += words.get(i).length();
        }
        return length;
    }

    private double ofWords(long chars) {
        long all = length(0, words.size());
        return all == 0 ? 0 : chars / (double) all;
    }
}
