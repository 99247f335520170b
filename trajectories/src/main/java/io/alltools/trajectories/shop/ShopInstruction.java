package io.alltools.trajectories.shop;

import io.alltools.trajectories.environment.Draws;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What shoppers write, in WebShop's manner, and what of it one searches for. */
final class ShopInstruction {

    private static final List<String> OPENINGS = List.of(
            "i am looking for a %s",
            "i need a %s",
            "i want to buy a %s",
            "find me a %s",
            "i would like a %s",
            "please get me a %s",
            "can you find a %s",
            "my sister wants a %s",
            "show me a %s",
            "i'm shopping for a %s");

    private static final Set<String> SAID_BY_THE_WAY = Set.of(
            "a",
            "also",
            "am",
            "an",
            "and",
            "are",
            "be",
            "buy",
            "can",
            "find",
            "for",
            "get",
            "have",
            "i",
            "i'm",
            "in",
            "is",
            "it",
            "like",
            "looking",
            "me",
            "my",
            "need",
            "of",
            "one",
            "please",
            "shopping",
            "should",
            "show",
            "sister",
            "that",
            "the",
            "to",
            "want",
            "wants",
            "which",
            "with",
            "would",
            "you");

    private ShopInstruction() {}

    static String write(
            String query, List<String> attributes, Map<String, String> options, int centsAtMost, Draws random) {
        boolean before = random.nextBoolean();
        String opening = random.pick(OPENINGS);
        String praised = String.join(" and ", attributes);
        StringBuilder text = new StringBuilder();
        if (before) {
            text.append(asking(opening, String.join(", ", attributes) + " " + query));
        } else {
            String link = List.of(" that is ", ", it should be ", " which is ").get(random.nextInt(3));
            text.append(asking(opening, query)).append(link).append(praised);
        }
        if (!options.isEmpty()) {
            String style =
                    List.of("%2$s: %1$s", "%1$s as its %2$s", "the %2$s %1$s").get(random.nextInt(3));
            String list = options.entrySet().stream()
                    .map(option -> String.format(style, option.getValue(), option.getKey()))
                    .collect(Collectors.joining(", and "));
            text.append(random.nextBoolean() ? " with " : ", and i want ").append(list);
        }
        text.append(String.format(Locale.ROOT, ", and price lower than %.2f dollars", centsAtMost / 100.0));
        return text.toString();
    }

    private static String asking(String opening, String what) {
        boolean vowel = "aeio".indexOf(what.charAt(0)) >= 0;
        return String.format(vowel ? opening.replace(" a %s", " an %s") : opening, what);
    }

    /** The words of an instruction that a product's page can have: no price, no phrases around it. */
    static String keywords(String instruction) {
        String wish = instruction.toLowerCase(Locale.ROOT).split(",? (?:and )?price lower than", 2)[0];
        return Arrays.stream(wish.split("[\\s,:;!?]+"))
                .filter(word -> !word.isEmpty() && !SAID_BY_THE_WAY.contains(word))
                .distinct()
                .collect(Collectors.joining(" "));
    }
}
