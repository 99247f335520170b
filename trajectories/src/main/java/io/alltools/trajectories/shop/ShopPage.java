package io.alltools.trajectories.shop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A page of the shop as WebShop lays it out. Pages don't change; a click leads to another one. */
sealed interface ShopPage {

    int PER_PAGE = 10;
    String BACK = "Back to Search";
    String PREVIOUS = "< Prev";
    String NEXT = "Next >";
    String BUY = "Buy Now";

    /** What it shows, after the instruction. */
    List<String> texts();

    /** Where each thing that can be clicked leads; the names in lower case, in the order of the page. */
    Map<String, ShopPage> clicks();

    /** Where one begins, and the only page with a search bar. */
    record Search() implements ShopPage {
        @Override
        public List<String> texts() {
            return List.of("Search");
        }

        @Override
        public Map<String, ShopPage> clicks() {
            return Map.of();
        }
    }

    /** @param number from 1 */
    record Results(List<Product> hits, int number) implements ShopPage {

        @Override
        public List<String> texts() {
            List<String> texts = new ArrayList<>(List.of(BACK));
            texts.add("Page " + number + " (Total results: " + hits.size() + ")");
            if (number > 1) {
                texts.add(PREVIOUS);
            }
            if (hasNext()) {
                texts.add(NEXT);
            }
            shown().forEach(product -> texts.addAll(List.of(product.id(), product.name(), product.priceTag())));
            return texts;
        }

        @Override
        public Map<String, ShopPage> clicks() {
            Map<String, ShopPage> clicks = new LinkedHashMap<>();
            clicks.put(label(BACK), new Search());
            if (number > 1) {
                clicks.put(label(PREVIOUS), new Results(hits, number - 1));
            }
            if (hasNext()) {
                clicks.put(label(NEXT), new Results(hits, number + 1));
            }
            shown().forEach(product -> clicks.put(label(product.id()), new Item(this, product, Map.of())));
            return clicks;
        }

        private boolean hasNext() {
            return number * PER_PAGE < hits.size();
        }

        private List<Product> shown() {
            return hits.subList((number - 1) * PER_PAGE, Math.min(hits.size(), number * PER_PAGE));
        }
    }

    /** @param chosen values of options by the option's name */
    record Item(Results from, Product product, Map<String, String> chosen) implements ShopPage {

        @Override
        public List<String> texts() {
            List<String> texts = new ArrayList<>(List.of(BACK, PREVIOUS));
            product.options().forEach(option -> {
                texts.add(option.name());
                option.choices().forEach(choice -> texts.add(choice.value()));
            });
            texts.add(product.name());
            texts.add("Price: " + Product.dollars(product.cents(chosen)));
            texts.add("Rating: " + product.rating());
            for (SubPage.Kind kind : SubPage.Kind.values()) {
                texts.add(kind.title());
            }
            texts.add(BUY);
            return texts;
        }

        @Override
        public Map<String, ShopPage> clicks() {
            Map<String, ShopPage> clicks = new LinkedHashMap<>();
            clicks.put(label(BACK), new Search());
            clicks.put(label(PREVIOUS), from);
            for (SubPage.Kind kind : SubPage.Kind.values()) {
                clicks.put(label(kind.title()), new SubPage(this, kind));
            }
            clicks.put(label(BUY), new Bought(product, chosen));
            product.options()
                    .forEach(option -> option.choices()
                            .forEach(choice ->
                                    clicks.putIfAbsent(choice.value(), choosing(option.name(), choice.value()))));
            return clicks;
        }

        private Item choosing(String option, String value) {
            Map<String, String> now = new LinkedHashMap<>(chosen);
            now.put(option, value);
            return new Item(from, product, now);
        }
    }

    /** More about a product. */
    record SubPage(Item item, Kind kind) implements ShopPage {

        enum Kind {
            DESCRIPTION,
            FEATURES,
            REVIEWS;

            String title() {
                return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
            }
        }

        @Override
        public List<String> texts() {
            List<String> texts = new ArrayList<>(List.of(BACK, PREVIOUS));
            Product product = item.product();
            List<String> found = switch (kind) {
                case DESCRIPTION -> List.of(product.description());
                case FEATURES -> product.features();
                case REVIEWS -> product.reviews();
            };
            texts.addAll(found.stream().allMatch(String::isBlank) ? List.of("No " + kind.title()) : found);
            return texts;
        }

        @Override
        public Map<String, ShopPage> clicks() {
            Map<String, ShopPage> clicks = new LinkedHashMap<>();
            clicks.put(label(BACK), new Search());
            clicks.put(label(PREVIOUS), item);
            return clicks;
        }
    }

    /** The end: a shopper buys once. */
    record Bought(Product product, Map<String, String> chosen) implements ShopPage {

        @Override
        public List<String> texts() {
            List<String> texts = new ArrayList<>(List.of("Thank you for shopping with us!", "Purchased", product.id()));
            chosen.forEach((option, value) -> texts.add(option + ": " + value));
            return texts;
        }

        @Override
        public Map<String, ShopPage> clicks() {
            return Map.of();
        }
    }

    /** Whether words can be searched for here. */
    default boolean hasSearchBar() {
        return this instanceof Search;
    }

    /** Where a click on {@code value} leads, in whatever case it is written. */
    default Optional<ShopPage> click(String value) {
        return Optional.ofNullable(clicks().get(label(value.strip())));
    }

    private static String label(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
