package io.alltools.trajectories.shop;

import io.alltools.trajectories.environment.Score;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * WebShop's reward for a purchase ({@code web_agent_site/engine/goal.py} of princeton-nlp/WebShop):
 *
 * <pre>r = r_type · (matched attributes + matched options + [price ≤ limit]) / (attributes + options + 1)</pre>
 *
 * <p>Three things differ. Nouns of a name are found by leaving out what is none, with no language model. The names of
 * colours are a list of our own. And the price is that of the chosen options, where they have prices. The original's
 * count of options can exceed what was asked for; the reward ends at 1.
 */
final class ShopReward {

    /** A likeness of texts above this is a match. */
    private static final int ALIKE = 85;

    /** In the order of the alphabet, since the first one that a text holds stands for it. */
    private static final List<String> COLORS = List.of(
            "amber",
            "apricot",
            "aqua",
            "azure",
            "beige",
            "black",
            "blue",
            "bronze",
            "brown",
            "burgundy",
            "caramel",
            "champagne",
            "charcoal",
            "chocolate",
            "copper",
            "coral",
            "cream",
            "crimson",
            "emerald",
            "fuchsia",
            "gold",
            "graphite",
            "gray",
            "green",
            "grey",
            "indigo",
            "ivory",
            "khaki",
            "lavender",
            "lemon",
            "lilac",
            "lime",
            "magenta",
            "maroon",
            "mauve",
            "mint",
            "mustard",
            "navy",
            "ochre",
            "olive",
            "orange",
            "peach",
            "pink",
            "plum",
            "purple",
            "red",
            "rose",
            "ruby",
            "rust",
            "sand",
            "sapphire",
            "silver",
            "slate",
            "tan",
            "taupe",
            "teal",
            "turquoise",
            "violet",
            "white",
            "wine",
            "yellow");

    private static final Set<String> NO_NOUNS = Set.of(
            "a", "an", "and", "as", "at", "by", "for", "from", "her", "his", "in", "into", "it", "its", "my", "no",
            "not", "of", "off", "on", "or", "our", "out", "over", "so", "than", "that", "the", "their", "this", "to",
            "up", "with", "without", "you", "your", "all", "any", "each", "more", "most", "very", "new", "good", "best",
            "great", "large", "small", "big", "long", "short", "soft", "easy", "free", "high", "low");

    private ShopReward() {}

    /** What {@link #type} found. */
    record Type(double reward, boolean query, boolean category, double title) {}

    static Score score(Product bought, Map<String, String> chosen, Goal goal) {
        Type type = type(bought, goal);
        int attributes = attributes(bought, goal);
        int options = options(bought, chosen, goal);
        boolean price = bought.cents(chosen) <= goal.centsAtMost();
        int wanted = goal.attributes().size() + goal.options().size() + 1;
        double reward = type.reward() * (attributes + options + (price ? 1 : 0)) / wanted;
        Map<String, Double> parts = new LinkedHashMap<>();
        parts.put("r_type", type.reward());
        parts.put("query_match", type.query() ? 1.0 : 0.0);
        parts.put("category_match", type.category() ? 1.0 : 0.0);
        parts.put("title_score", type.title());
        if (!goal.attributes().isEmpty()) {
            parts.put("r_att", (double) attributes / goal.attributes().size());
        }
        if (!goal.options().isEmpty()) {
            parts.put("r_option", (double) options / goal.options().size());
        }
        parts.put("r_price", price ? 1.0 : 0.0);
        String reason = String.format(
                Locale.ROOT,
                "bought %s (%s) %s: type %.1f, %d of %d attributes, %d of %d options, price %s of at most %s",
                bought.id(),
                bought.name(),
                chosen,
                type.reward(),
                attributes,
                goal.attributes().size(),
                options,
                goal.options().size(),
                Product.dollars(bought.cents(chosen)),
                Product.dollars(goal.centsAtMost()));
        return new Score(Math.min(1, reward), parts, reason);
    }

    /** Whether it is the kind of thing that was asked for: 1, 0.5, 0.1 or 0. */
    static Type type(Product bought, Goal goal) {
        boolean query = bought.query().equals(goal.query());
        Set<String> categories = categories(bought.categories());
        categories.retainAll(categories(goal.categories()));
        boolean category = categories.size() >= 2;
        double title = likeness(bought.name(), goal.name());
        double reward = query || category || title > 0.2 ? 1 : 0.5;
        if (title < 0.1) {
            reward = title == 0 ? 0 : 0.1;
        }
        return new Type(reward, query, category, title);
    }

    /** The share of the nouns of {@code wanted} that {@code name} has. */
    static double likeness(String name, String wanted) {
        Set<String> nouns = nouns(wanted);
        if (nouns.isEmpty()) {
            return 0.2;
        }
        int all = nouns.size();
        nouns.retainAll(nouns(name));
        return (double) nouns.size() / all;
    }

    static int attributes(Product bought, Goal goal) {
        String text = bought.text();
        int matches = 0;
        for (String wanted : goal.attributes()) {
            boolean listed = bought.attributes().stream().anyMatch(has -> TokenSet.ratio(has, wanted) > ALIKE);
            matches += listed || text.contains(wanted) ? 1 : 0;
        }
        return matches;
    }

    static int options(Product bought, Map<String, String> chosen, Goal goal) {
        List<String> wanted = goal.options().stream().map(ShopReward::color).toList();
        String text = bought.text();
        int matches = 0;
        for (Map.Entry<String, String> option : chosen.entrySet()) {
            String value = color(option.getValue());
            // A size that is nearly right does not fit.
            boolean matched = option.getKey().equals("size")
                    ? wanted.contains(value)
                    : wanted.stream().anyMatch(want -> TokenSet.ratio(want, value) > ALIKE);
            matches += matched || text.contains(value) ? 1 : 0;
        }
        return matches;
    }

    /** The first colour in a value such as {@code dark navy blue}; the value itself where it names none. */
    private static String color(String value) {
        return COLORS.stream().filter(value::contains).findFirst().orElse(value);
    }

    private static Set<String> categories(String path) {
        return Arrays.stream(path.split("›")).map(String::strip).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Words of a name that can be nouns: no numbers, no function words, no participles but in the maker's name. */
    private static Set<String> nouns(String name) {
        List<String> words = Arrays.stream(name.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}.']+"))
                .map(word -> word.replaceAll("^[.']+|'s$|[.']+$", ""))
                .filter(word -> !word.isEmpty())
                .toList();
        Set<String> nouns = new LinkedHashSet<>();
        for (String word : words) {
            boolean participle = word.length() > 4 && word.endsWith("ed") && !nouns.isEmpty();
            if (!participle && !NO_NOUNS.contains(word) && word.chars().anyMatch(Character::isLetter)) {
                nouns.add(word);
            }
        }
        return nouns;
    }
}
