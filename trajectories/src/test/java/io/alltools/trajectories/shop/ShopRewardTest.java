package io.alltools.trajectories.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alltools.trajectories.environment.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The cases of WebShop's own tests ({@code tests/web-agent-site/engine/test_goal.py}) with their answers. */
class ShopRewardTest {

    private static final String SHORT_CORD =
            "Saireed UL Listed 2 Prong Power Cord for JBL Bar 3.1 Bar 2.1 Channel 4K Ultra HD Soundbar";
    private static final String OTHER_CORD =
            "BRST AC Power Cord Outlet Socket Cable Plug Lead for Panasonic SC-HT830V DVD/VCR Combo Home Theater System";

    @Test
    void aProductOfTheSameQueryCategoryAndNameIsOfTheType() {
        ShopReward.Type type = type("q1", "a › b › c", "Name 1", "q1", "a › b › c", "Name 1");
        assertThat(type).isEqualTo(new ShopReward.Type(1, true, true, 1));
        assertThat(type("q2", "a › b › c", "Name 1", "q1", "a › b › c", "Name 1")
                        .query())
                .isFalse();
    }

    @Test
    void twoSharedCategoriesInAnyOrderAreAMatch() {
        assertThat(category("b › c › a")).isTrue();
        assertThat(category("a › d › b")).isTrue();
        assertThat(category("a › a › b")).isTrue();
        assertThat(category("d › e › f")).isFalse();
        assertThat(category("a › a › d")).isFalse();
    }

    @Test
    void namesAreAsAlikeAsPublished() {
        assertThat(ShopReward.likeness(
                        "adidas Unisex-Adult D.o.n. Issue 2 Indoor Court Shoe",
                        "adidas Unisex-Adult D.o.n. Issue 2 Basketball Shoe"))
                .isCloseTo(0.85, within(0.01));
        assertThat(ShopReward.likeness(OTHER_CORD, SHORT_CORD + " Home Theater System Subwoofer"))
                .isCloseTo(0.31, within(0.01));
        assertThat(ShopReward.likeness(OTHER_CORD, SHORT_CORD)).isCloseTo(0.17, within(0.01));
        assertThat(ShopReward.likeness(
                        "Minkissy 2pcs Stainless Steel Eyebrow Tweezers Blackhead Acne Remover Portable Makeup Tweezers"
                                + " (Silver)",
                        "Rusticware 921ORB Kitchen and Bath Cabinet Knob"))
                .isLessThan(0.05);
    }

    @Test
    void theTypeIsWorthOneAHalfATenthOrNothing() {
        assertThat(type("q2", "x", OTHER_CORD, "q1", "y", SHORT_CORD).reward()).isEqualTo(0.5);
        assertThat(type("q1", "x", OTHER_CORD, "q1", "y", SHORT_CORD).reward()).isEqualTo(1);
        String eleven = "alpha beta gamma delta kappa lambda sigma omega theta iota zeta";
        assertThat(type("q1", "x", "alpha", "q1", "y", eleven).reward()).isEqualTo(0.1);
        assertThat(type("q1", "x", "else", "q1", "y", eleven).reward()).isZero();
    }

    @Test
    void attributesMatchByLikenessOrInTheText() {
        Goal goal = goal("n", List.of("tea tree", "essential oils", "natural ingredients"), List.of(), 4000);
        assertThat(attributes(goal, List.of("tea tree", "essential oil", "natural ingredients"), "", ""))
                .isEqualTo(3);
        assertThat(attributes(goal, List.of("essential oil", "natural ingredients"), "", ""))
                .isEqualTo(2);
        assertThat(attributes(
                        goal,
                        List.of(),
                        "This shampoo has essential oils and smells like lemons",
                        "Best shampoo on the market, made with natural ingredients"))
                .isEqualTo(2);
        assertThat(attributes(
                        goal,
                        List.of("tea bag", "earl gray", "lipton"),
                        "Soothing aroma Calming, great feeling",
                        "Best tea made by Lipton, great to pair with breakfast"))
                .isZero();
    }

    @Test
    void optionsMatchByLikenessAndSizesExactly() {
        List<String> wanted = List.of("grey", "xl", "pack of 12");
        assertThat(options(wanted, "amount", "pack of 12", "color", "grey", "size", "xl"))
                .isEqualTo(3);
        assertThat(options(wanted, "amount", "pack of 12", "color", "blue", "size", "xl"))
                .isEqualTo(2);
        assertThat(options(List.of("cool powder snow"), "color", "powder snow")).isEqualTo(1);
        assertThat(options(List.of("dark navy blue"), "color", "sky blue")).isEqualTo(1);
        assertThat(options(List.of("6 inch wide"), "size", "6 inch")).isZero();
        assertThat(options(List.of("6 inch wide"), "length", "6 inch")).isEqualTo(1);
        assertThat(options(List.of(), "style", "goal 1")).isZero();
        assertThat(options(wanted)).isZero();
    }

    @Test
    void theWholeRewardIsAsPublished() {
        List<String> wanted = List.of("tea tree", "essential oils", "natural ingredients");
        String name = "Mens D.O.N. Issue 2 Gca Basketball Sneakers Shoes Casual - Off White";
        Map<String, String> chosen = chosen("color", "grey", "size", "xl");
        Product product = product(
                "q1", "a › b › c", name, List.of("tea tree", "essential oil", "natural ingredients"), "", "", 3500);
        Score whole = ShopReward.score(product, chosen, goal(name, wanted, List.of("grey", "xl"), 4000));
        assertThat(whole.reward()).isEqualTo(1);
        assertThat(whole.parts())
                .containsEntry("r_type", 1.0)
                .containsEntry("r_att", 1.0)
                .containsEntry("r_option", 1.0)
                .containsEntry("r_price", 1.0);

        Product fewer = product(
                "q1",
                "a › b › c",
                name,
                List.of(),
                "This shampoo has essential oils and smells like lemons",
                "Best shampoo on the market, made with natural ingredients",
                3500);
        // 2 of 3 attributes, 2 of 2 options, the price: 5 of 6. WebShop's test says 2/3 for features that are one text,
        // which Python joins with a space between all letters; a list of features is what the data has.
        assertThat(ShopReward.score(fewer, chosen, goal(name, wanted, List.of("grey", "xl"), 4000))
                        .reward())
                .isCloseTo(5 / 6.0, within(1e-9));
        assertThat(ShopReward.score(fewer, chosen, goal(name, wanted, List.of("grey", "xl", "pack of 12"), 4000))
                        .reward())
                .isCloseTo(5 / 7.0, within(1e-9));
        assertThat(ShopReward.score(fewer, chosen, goal(name, wanted, List.of("grey", "xl"), 3400))
                        .reward())
                .isCloseTo(4 / 6.0, within(1e-9));

        Product cord = product("q2", "a › d › e", OTHER_CORD, List.of("tea tree"), "", "", 3500);
        Score half =
                ShopReward.score(cord, chosen, goal(SHORT_CORD, wanted, List.of("grey", "xl", "pack of 12"), 4000));
        assertThat(half.reward()).isCloseTo(0.2857, within(0.0001));
    }

    @Test
    void moreOptionsThanAskedForEarnNoMoreThanOne() {
        Product product = product("q1", "a › b", "Lamp", List.of("dimmable"), "also in blue", "", 100);
        Score score = ShopReward.score(
                product,
                chosen("color", "blue", "shade", "blue"),
                goal("Lamp", List.of("dimmable"), List.of("blue"), 200));
        assertThat(score.reward()).isEqualTo(1);
    }

    @Test
    void theLikenessOfTokensIsThatOfTheFuzz() {
        assertThat(TokenSet.ratio("a b c", "c b a")).isEqualTo(100);
        assertThat(TokenSet.ratio("fuzzy was a bear", "fuzzy fuzzy was a bear")).isEqualTo(100);
        assertThat(TokenSet.ratio("essential oils", "essential oil")).isEqualTo(96);
        assertThat(TokenSet.ratio("", "")).isZero();
        assertThat(TokenSet.ratio("!?", "a")).isZero();
        assertThat(TokenSet.ratio("abc", "xyz")).isZero();
        assertThat(TokenSet.ratio("x".repeat(1_000_000), "y z".repeat(1_000_000)))
                .isZero();
    }

    @Test
    void thePriceIsThatOfTheChosenOptions() {
        Product.Option size =
                new Product.Option("size", List.of(new Product.Choice("s", 0), new Product.Choice("l", 500)));
        Product product = new Product(
                "B1", "Lamp", "lamp", "a › b", "", List.of(), List.of("dim"), List.of(size), 1000, "N.A.", List.of());
        Goal goal = Goal.of(product, "i", List.of("dim"), List.of("l"), 1400);
        assertThat(product.priceTag()).isEqualTo("$10.00 to $15.00");
        assertThat(ShopReward.score(product, Map.of("size", "l"), goal).parts()).containsEntry("r_price", 0.0);
        assertThat(ShopReward.score(product, Map.of("size", "s"), goal).parts()).containsEntry("r_price", 1.0);
    }

    private static boolean category(String categories) {
        return type("q2", categories, "Name 1", "q1", "a › b › c", "Name 1").category();
    }

    private static ShopReward.Type type(
            String query, String categories, String name, String goalQuery, String goalCategories, String goalName) {
        Product bought = product(query, categories, name, List.of(), "", "", 1);
        return ShopReward.type(
                bought,
                new Goal("B1", goalQuery, goalCategories, goalName, "i", List.of("a"), List.of(), Goal.NO_LIMIT));
    }

    private static int attributes(Goal goal, List<String> attributes, String features, String description) {
        return ShopReward.attributes(product("q", "c", "", attributes, features, description, 1), goal);
    }

    private static int options(List<String> wanted, String... chosen) {
        return ShopReward.options(
                product("q", "c", "", List.of(), "", "", 1),
                chosen(chosen),
                goal("n", List.of("a"), wanted, Goal.NO_LIMIT));
    }

    private static Map<String, String> chosen(String... pairs) {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            chosen.put(pairs[i], pairs[i + 1]);
        }
        return chosen;
    }

    private static Goal goal(String name, List<String> attributes, List<String> options, int cents) {
        return new Goal("B1", "q1", "a › b › c", name, "i", attributes, options, cents);
    }

    private static Product product(
            String query,
            String categories,
            String name,
            List<String> attributes,
            String features,
            String description,
            int cents) {
        return new Product(
                "B1",
                name,
                query,
                categories,
                description,
                List.of(features),
                attributes,
                List.of(),
                cents,
                "N.A.",
                List.of());
    }
}
