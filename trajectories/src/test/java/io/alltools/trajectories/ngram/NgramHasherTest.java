package io.alltools.trajectories.ngram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NgramHasherTest {

    private static final String[] PIECES = {
        "word",
        "Äpfel",
        "ﬁne",
        "東京タワー",
        "สวัสดี",
        "नमस्ते",
        "ΟΔΟΣ",
        "οδος",
        "İstanbul",
        "e\u0301",
        "🙂",
        "a\u00ADb",
        "\u200B",
        "x2",
        "²",
        "฿",
        "\uD800",
        " ",
        "\n",
        "--",
        ",",
        "\u3000",
        "ｆｕｌｌ",
        "ſ",
        "\u0301",
        "0"
    };

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 6, 8, 13, 16, 25, 207, 1024})
    void theFastHasherIsTheDefinition(int size) {
        SplittableRandom random = new SplittableRandom(size);
        for (Unit unit : Unit.values()) {
            for (int n : new int[] {1, 2, 3, 5, 10, 64}) {
                for (boolean ascii : new boolean[] {true, false}) {
                    String text = text(random, size, ascii);
                    Ngrams fast = new NgramHasher(unit, n).of(text);
                    Ngrams scalar = new ScalarNgramHasher(unit, n).of(text);
                    assertThat(fast.hashes()).as("%s %d %s", unit, n, text).isEqualTo(scalar.hashes());
                    assertThat(fast.units()).isEqualTo(scalar.units());
                }
            }
        }
    }

    private static String text(SplittableRandom random, int size, boolean ascii) {
        StringBuilder text = new StringBuilder();
        while (text.length() < size) {
            if (ascii) {
                text.append((char) random.nextInt(128));
            } else {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "'The  cat,\tsat.', 'the cat sat'",
        "Äpfel, A\u0308PFEL",
        "ﬁne ｆｕｌｌ, fine full",
        "ΟΔΟΣ, οδος",
        "soft\u00ADhyphen, softhyphen",
        "'東京 へ', 東京へ"
    })
    void whatReadsTheSameIsTheSame(String one, String other) {
        assertThat(new NgramHasher(Unit.WORD, 2).of(one).hashes())
                .isEqualTo(new NgramHasher(Unit.WORD, 2).of(other).hashes());
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void anotherOrderIsAnotherText(Unit unit) {
        assertThat(new NgramHasher(unit, 3).of("a b c d").hashes())
                .isNotEqualTo(new NgramHasher(unit, 3).of("d c b a").hashes());
    }

    @Test
    void aShortTextIsOneNgramAndAnEmptyOneNone() {
        NgramHasher hasher = new NgramHasher(Unit.WORD, 5);

        assertThat(hasher.of("only two").hashes()).hasSize(1);
        assertThat(hasher.of("one two three four five six").hashes()).hasSize(2);
        assertThat(hasher.of("...  \n").hashes()).isEmpty();
        assertThat(hasher.of("").units()).isZero();
    }

    @Test
    void ngramsOfNothingAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NgramHasher(Unit.WORD, 0))
                .withMessage("n-grams of 0 are out of range: expected 1 to 64 units");
    }
}
