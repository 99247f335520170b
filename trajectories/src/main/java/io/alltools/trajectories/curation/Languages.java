package io.alltools.trajectories.curation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/** Tells the language of a text by Apache OpenNLP's model, which knows 183. */
final class Languages {

    /** Of longer texts the beginning is enough. */
    private static final int LONGEST = 4_000;

    /** ISO 639-3 knows a language by its members where the codes of two letters have one for all. */
    private static final Map<String, String> MEMBERS = Map.of(
            "cmn", "zh", "pes", "fa", "arb", "ar", "ekk", "et", "lvs", "lv", "nob", "no", "nno", "no", "swh", "sw",
            "zlm", "ms", "als", "sq");

    /** By their codes of three letters. */
    private static final Map<String, String> TWO_LETTERS = Arrays.stream(Locale.getISOLanguages())
            .collect(Collectors.toMap(
                    code -> Locale.of(code).getISO3Language(), Function.identity(), (first, second) -> first));

    private Languages() {}

    /** Read when a text is to be told for the first time: it is 10 MB in the jar, and more in memory. */
    private static final class Model {

        private static final LanguageDetectorModel MODEL = read();

        /** A detector keeps what it is about in its fields. */
        private static final ThreadLocal<LanguageDetectorME> DETECTOR =
                ThreadLocal.withInitial(() -> new LanguageDetectorME(MODEL));

        private static LanguageDetectorModel read() {
            try (InputStream in = Languages.class.getResourceAsStream("/langdetect-183.bin")) {
                if (in == null) {
                    throw new IllegalStateException(
                            "OpenNLP's language model is not on the class path; expected opennlp-models-langdetect");
                }
                return new LanguageDetectorModel(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * The language's code: of two letters where it has one, else of three.
     *
     * @param minLetters a character that is a word or a syllable counts as three
     * @return empty when there are too few letters to tell
     */
    static String of(String text, int minLetters) {
        long letters = text.codePoints()
                .filter(Character::isLetter)
                .map(c -> Character.isIdeographic(c) ? 3 : 1)
                .sum();
        if (letters < minLetters) {
            return "";
        }
        String judged = text.substring(0, Math.min(text.length(), LONGEST));
        return shortest(Model.DETECTOR.get().predictLanguage(judged).getLang());
    }

    /**
     * The code as {@link #of} gives it.
     *
     * @throws IllegalArgumentException when there is no such language
     */
    static String code(String code) {
        String lower = code.toLowerCase(Locale.ROOT);
        if (TWO_LETTERS.containsValue(lower)) {
            return lower;
        }
        String shorter = shortest(lower);
        if (shorter.length() == 2 || known().contains(lower)) {
            return shorter;
        }
        throw new IllegalArgumentException("there is no language \"" + code
                + "\" that can be told; expected a code of ISO 639 such as en, zh, de or fr");
    }

    private static Set<String> known() {
        return new TreeSet<>(Arrays.asList(Model.DETECTOR.get().getSupportedLanguages()));
    }

    private static String shortest(String threeLetters) {
        String member = MEMBERS.get(threeLetters);
        return member == null ? TWO_LETTERS.getOrDefault(threeLetters, threeLetters) : member;
    }
}
