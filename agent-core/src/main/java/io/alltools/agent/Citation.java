package io.alltools.agent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code 【7†source】} in an answer stands for.
 *
 * @param number the one in the brackets
 * @param source the page
 * @param quote the passage as the model read it
 */
public record Citation(int number, Source source, String quote) {

    private static final Pattern CITED = Pattern.compile("【(\\d{1,9})†[^】]*】");
    private static final Pattern QUOTED = Pattern.compile("\\[(\\d{1,9})†source]");

    /**
     * The citations of {@code answer}, each number once and in the order of the text; one that no passage of
     * {@code messages} bears is left out, since the model made it up.
     */
    public static List<Citation> in(String answer, List<Message> messages) {
        Set<Integer> numbers = new LinkedHashSet<>();
        Matcher cited = CITED.matcher(answer);
        while (cited.find()) {
            numbers.add(Integer.valueOf(cited.group(1)));
        }
        List<Citation> citations = new ArrayList<>();
        for (int number : numbers) {
            for (Message message : messages) {
                if (message instanceof Message.Observation observation) {
                    observation.passages().forEach(passage -> add(citations, number, passage));
                }
            }
        }
        return List.copyOf(citations);
    }

    private static void add(List<Citation> citations, int number, Passage passage) {
        Matcher quoted = QUOTED.matcher(passage.metadata());
        if (passage.source() instanceof Source source
                && quoted.find()
                && Integer.parseInt(quoted.group(1)) == number
                && citations.stream().noneMatch(c -> c.number() == number)) {
            citations.add(new Citation(number, source, passage.text()));
        }
    }
}
