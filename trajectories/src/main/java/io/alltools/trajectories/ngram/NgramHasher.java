package io.alltools.trajectories.ngram;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * Hashes the n-grams of a text to 64 bits in one pass. Case, punctuation, spacing, invisible characters and Unicode's
 * ways to write the same (NFKC) make no difference. Safe for use from many threads; {@link ScalarNgramHasher} is what
 * it is tested against.
 */
public final class NgramHasher {

    /** Of an ASCII character: itself in lower case, 0 between words. */
    private static final byte[] ASCII = ascii();

    private final Unit unit;
    private final int n;
    /** {@link Hashing#NGRAM_FACTOR} to the power of n: takes the oldest unit out of the polynomial. */
    private final long oldest;

    /** @throws IllegalArgumentException when n is not 1 to 64 */
    public NgramHasher(Unit unit, int n) {
        if (n < 1 || n > 64) {
            throw new IllegalArgumentException("n-grams of " + n + " are out of range: expected 1 to 64 units");
        }
        this.unit = unit;
        this.n = n;
        long power = 1;
        for (int i = 0; i < n; i++) {
            power *= Hashing.NGRAM_FACTOR;
        }
        this.oldest = power;
    }

    public Unit unit() {
        return unit;
    }

    public int n() {
        return n;
    }

    public Ngrams of(String text) {
        Window window = new Window(unit == Unit.WORD ? text.length() / 5 : text.length());
        int ascii = asciiPrefix(text);
        if (ascii == text.length()) {
            ascii(text, window);
        } else {
            unicode(
                    Normalizer.isNormalized(text, Normalizer.Form.NFKC)
                            ? text
                            : Normalizer.normalize(text, Normalizer.Form.NFKC),
                    window);
        }
        return window.finish();
    }

    private static int asciiPrefix(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) < ASCII.length) {
            i++;
        }
        return i;
    }

    private void ascii(String text, Window window) {
        boolean words = unit == Unit.WORD;
        boolean inWord = false;
        long word = Hashing.UNIT_START;
        for (int i = 0; i < text.length(); i++) {
            int c = ASCII[text.charAt(i)];
            if (c == 0) {
                if (inWord && words) {
                    window.add(word);
                    word = Hashing.UNIT_START;
                }
                inWord = false;
            } else if (words) {
                word = (word ^ c) * Hashing.UNIT_FACTOR;
                inWord = true;
            } else {
                if (!inWord && window.units > 0) {
                    window.add(single(' '));
                }
                window.add(single(c));
                inWord = true;
            }
        }
        if (inWord && words) {
            window.add(word);
        }
    }

    private void unicode(String text, Window window) {
        boolean words = unit == Unit.WORD;
        boolean inWord = false;
        long word = Hashing.UNIT_START;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Characters.isInvisible(c)) {
                continue;
            }
            c = Characters.folded(c);
            boolean alone = words && Characters.isWord(c);
            if (words && inWord && (alone || !Characters.isInWord(c))) {
                window.add(word);
                word = Hashing.UNIT_START;
                inWord = false;
            }
            if (alone && Characters.isInWord(c)) {
                window.add(single(c));
            } else if (!Characters.isInWord(c)) {
                inWord = false;
            } else if (words) {
                word = (word ^ c) * Hashing.UNIT_FACTOR;
                inWord = true;
            } else {
                if (!inWord && window.units > 0) {
                    window.add(single(' '));
                }
                window.add(single(c));
                inWord = true;
            }
        }
        if (inWord && words) {
            window.add(word);
        }
    }

    private static long single(int codePoint) {
        return (Hashing.UNIT_START ^ codePoint) * Hashing.UNIT_FACTOR;
    }

    private static byte[] ascii() {
        byte[] table = new byte[128];
        for (int c = 0; c < table.length; c++) {
            table[c] = (byte) (Characters.isInWord(c) ? Characters.folded(c) : 0);
        }
        return table;
    }

    /** The last n units and the n-grams so far; used for one text. */
    private final class Window {

        private final long[] ring = new long[n];
        private long[] hashes;
        private int at;
        private int units;
        private long polynomial;

        Window(int expected) {
            hashes = new long[Math.max(16, expected)];
        }

        void add(long unfinished) {
            long hash = Hashing.mixed(unfinished);
            polynomial = polynomial * Hashing.NGRAM_FACTOR + hash - ring[at] * oldest;
            ring[at] = hash;
            at = at + 1 == n ? 0 : at + 1;
            units++;
            if (units >= n) {
                int index = units - n;
                if (index == hashes.length) {
                    hashes = Arrays.copyOf(hashes, hashes.length + (hashes.length >> 1));
                }
                hashes[index] = Hashing.mixed(polynomial);
            }
        }

        Ngrams finish() {
            if (units > 0 && units < n) {
                return new Ngrams(new long[] {Hashing.mixed(polynomial)}, units);
            }
            return new Ngrams(Arrays.copyOf(hashes, Math.max(0, units - n + 1)), units);
        }
    }
}
