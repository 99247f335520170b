package io.alltools.trajectories.site;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares answers as SQuAD's evaluation does (Rajpurkar et al. 2016): lower case, no punctuation, no articles, single
 * spaces; exact match, and F1 of the words. Beyond that, numbers are compared as numbers: {@code 1,200} and
 * {@code 1200.0} are the same word.
 */
record AnswerMatch(boolean exact, double f1) {

    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\p{L}\\d.])\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?(?![\\p{L}\\d])"
                    + "|(?<![\\p{L}\\d.])\\d{1,30}\\.\\d{1,30}(?![\\p{L}\\d.])");

    private static final Pattern ANSWER =
            Pattern.compile("(?im)^[ \\t*_#>-]*+(?:final )?answer[*_]*[ \\t]*:[ \\t*_]*(\\S.*)$");
    private static final Pattern CITATION = Pattern.compile("【[^】\\n]{0,100}】");

    /** Longer answers are no facts. */
    private static final int MAX_CHARACTERS = 20_000;

    /** The best over all right answers. */
    static AnswerMatch of(String said, List<String> right) {
        String answer = words(answer(said));
        boolean exact = false;
        double f1 = 0;
        for (String gold : right) {
            String wanted = words(gold);
            exact |= answer.equals(wanted);
            f1 = Math.max(f1, f1(answer, wanted));
        }
        return new AnswerMatch(exact, f1);
    }

    /** What stands behind the last {@code Answer:}, or all that was said; without citations. */
    static String answer(String said) {
        String text = said.length() > MAX_CHARACTERS ? said.substring(said.length() - MAX_CHARACTERS) : said;
        Matcher line = ANSWER.matcher(text);
        String answer = text;
        while (line.find()) {
            answer = line.group(1);
        }
        return CITATION.matcher(answer).replaceAll("").strip();
    }

    /** The words that are compared, with single spaces between them. */
    static String words(String text) {
        Matcher number = NUMBER.matcher(text.toLowerCase(Locale.ROOT));
        String plain = number.replaceAll(found -> new BigDecimal(found.group().replace(",", ""))
                .stripTrailingZeros()
                .toPlainString());
        return plain.replaceAll("(?<=\\d)\\.(?=\\d)", "\u0000")
                .replaceAll("[\\p{P}\\p{S}]", "")
                .replace('\u0000', '.')
                .replaceAll("\\b(?:a|an|the)\\b", " ")
                .replaceAll("[\\s\\p{Z}]+", " ")
                .strip();
    }

    private static double f1(String said, String wanted) {
        List<String> ones = Arrays.asList(said.split(" "));
        List<String> others = Arrays.asList(wanted.split(" "));
        if (said.isEmpty() || wanted.isEmpty()) {
            return said.equals(wanted) ? 1 : 0;
        }
        Map<String, Integer> counts = new HashMap<>();
        ones.forEach(word -> counts.merge(word, 1, Integer::sum));
        int shared = 0;
        for (String word : others) {
            int left = counts.getOrDefault(word, 0);
            if (left > 0) {
                counts.put(word, left - 1);
                shared++;
            }
        }
        return 2.0 * shared / (ones.size() + others.size());
    }
}
