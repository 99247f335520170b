package io.alltools.trajectories.ngram;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/** The definition of {@link NgramHasher}, step by step: what it is tested against and measured by. */
public final class ScalarNgramHasher {

    private final Unit unit;
    private final int n;

    public ScalarNgramHasher(Unit unit, int n) {
        this.unit = unit;
        this.n = n;
    }

    public Ngrams of(String text) {
        List<String> units = units(text);
        int count = units.isEmpty() ? 0 : Math.max(1, units.size() - n + 1);
        long[] hashes = new long[count];
        for (int i = 0; i < count; i++) {
            long polynomial = 0;
            for (String word : units.subList(i, Math.min(units.size(), i + n))) {
                polynomial = polynomial * Hashing.NGRAM_FACTOR + hash(word);
            }
            hashes[i] = Hashing.mixed(polynomial);
        }
        return new Ngrams(hashes, units.size());
    }

    /** The words or characters of a text as they are compared. */
    public List<String> units(String text) {
        StringBuilder plain = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFKC)
                .codePoints()
                .filter(c -> !Characters.isInvisible(c))
                .map(Characters::folded)
                .forEach(c -> {
                    if (!Characters.isInWord(c)) {
                        plain.append(' ');
                    } else if (unit == Unit.WORD && Characters.isWord(c)) {
                        plain.append(' ').appendCodePoint(c).append(' ');
                    } else {
                        plain.appendCodePoint(c);
                    }
                });
        List<String> words = new ArrayList<>();
        for (String word : plain.toString().split(" +", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return unit == Unit.WORD
                ? words
                : String.join(" ", words)
                        .codePoints()
                        .mapToObj(Character::toString)
                        .toList();
    }

    private static long hash(String word) {
        long hash = Hashing.UNIT_START;
        for (int c : word.codePoints().toArray()) {
            hash = (hash ^ c) * Hashing.UNIT_FACTOR;
        }
        return Hashing.mixed(hash);
    }
}
