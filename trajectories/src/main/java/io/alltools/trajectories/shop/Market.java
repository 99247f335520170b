package io.alltools.trajectories.shop;

import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A generated catalogue and what shoppers want of it: one goal for every second product, all different. What is asked
 * for, apart from the price, belongs to one split only.
 */
record Market(Catalogue catalogue, List<Goal> goals) {

    /** How many goals a market has. */
    static final int GOALS = 500;

    private static final int PRODUCTS = 2 * GOALS;
    private static final int MOST_DRAWS = 100;

    /** WebShop draws limits from the next four multiples of ten above the price. */
    private static final int STEP = 1_000;

    private static final List<String> BRAND_STARTS = List.of(
            "Al", "Bren", "Cor", "Dal", "El", "Fen", "Gar", "Hal", "Is", "Jor", "Kel", "Lum", "Mar", "Nor", "Or", "Pel",
            "Quil", "Ros", "Sol", "Tam", "Ul", "Ver", "Wes", "Yar", "Zan");
    private static final List<String> BRAND_ENDS = List.of(
            "bury", "cove", "dale", "ella", "ford", "gate", "hart", "ina", "keld", "low", "mont", "nix", "ora", "path",
            "rise", "stead", "tide", "vale", "wick", "zen");
    private static final List<String> PRAISE = List.of(
            "We made it %s, because daily use asks for it.",
            "%s: tested by us and by people who use it every day.",
            "Made to be %s from the first day on.",
            "Known for one thing above all: %s.");
    private static final List<String> CLOSINGS = List.of(
            "Ships in plain paper, with no plastic.",
            "Comes with a two year warranty.",
            "A thoughtful present for friends and family.",
            "Designed in a small studio and made in series of a few hundred.",
            "If anything is wrong with it, we take it back within 60 days.");
    private static final List<String> REVIEWS = List.of(
            "Does what it should.",
            "Bought a second one for my sister.",
            "Smaller than I thought, but well made.",
            "Arrived a day early. No complaints.",
            "After three months it still looks new.",
            "Not quite the shade of the picture.");

    /**
     * The market of a block of numbers.
     *
     * @param block from 0
     */
    static Market of(Split split, long seed, int block) {
        Draws random = Draws.of(ShopEnvironment.NAME, split, seed, block);
        Set<String> ids = new HashSet<>();
        List<Product> products = new ArrayList<>();
        while (products.size() < PRODUCTS) {
            Department department = Department.ALL.get(products.size() % Department.ALL.size());
            Product product = product(department, random);
            if (ids.add(product.id())) {
                products.add(product);
            }
        }
        List<Product> wanted = random.shuffled(products);
        Set<String> instructions = new HashSet<>();
        List<Goal> goals = new ArrayList<>();
        for (Product product : wanted) {
            if (goals.size() < GOALS) {
                goal(product, split, random)
                        .filter(goal -> instructions.add(goal.instruction()))
                        .ifPresent(goals::add);
            }
        }
        if (goals.size() < GOALS) {
            throw new IllegalStateException("a market has " + goals.size() + " goals: expected " + GOALS);
        }
        return new Market(new Catalogue(random.shuffled(products)), List.copyOf(goals));
    }

    private static Product product(Department department, Draws random) {
        String type = random.pick(department.types());
        List<String> attributes = random.some(department.attributes(), 2 + random.nextInt(3));
        String brand = random.pick(BRAND_STARTS) + random.pick(BRAND_ENDS);
        List<Product.Option> options = new ArrayList<>();
        for (Department.Variety variety : department.options()) {
            options.add(option(variety, random));
        }
        List<String> shown = attributes.subList(0, 1 + random.nextInt(2));
        String name = brand + " " + title(type) + ", " + title(String.join(", ", shown));
        List<String> features = new ArrayList<>();
        for (String attribute : attributes) {
            features.add(String.format(random.pick(PRAISE), attribute));
        }
        features.add(random.pick(CLOSINGS));
        Collections.shuffle(features, Random.from(random));
        int dollars = department.dollarsFrom() + random.nextInt(department.dollarsTo() - department.dollarsFrom() + 1);
        String description = "The " + brand + " " + type + " belongs to our line of "
                + department
                        .categories()
                        .substring(department.categories().lastIndexOf('›') + 2)
                        .toLowerCase(Locale.ROOT)
                + ". " + random.pick(CLOSINGS);
        return new Product(
                id(random),
                name,
                type,
                department.categories() + " › " + title(type),
                description,
                features,
                attributes,
                options,
                dollars * 100 + random.pick(List.of(0, 49, 95, 99)),
                random.nextInt(5) == 0 ? "N.A." : (3 + random.nextInt(2)) + "." + random.nextInt(10),
                random.some(REVIEWS, random.nextInt(4)));
    }

    /** Some values of a variety in its order; in one of three the later cost more. */
    private static Product.Option option(Department.Variety variety, Draws random) {
        int left = Math.max(2, variety.values().size() - random.nextInt(3));
        List<String> kept = random.some(variety.values(), left);
        int step = random.nextInt(3) == 0 ? 50 * (1 + random.nextInt(6)) : 0;
        List<Product.Choice> choices = new ArrayList<>();
        for (String value : variety.values()) {
            if (kept.contains(value)) {
                choices.add(new Product.Choice(value, choices.size() * step));
            }
        }
        return new Product.Option(variety.name(), choices);
    }

    /** A wish that belongs to the split; nothing in the rare case that none of those that were drawn does. */
    private static Optional<Goal> goal(Product product, Split split, Draws random) {
        for (int i = 0; i < MOST_DRAWS; i++) {
            int praised = 1 + random.nextInt(Math.min(3, product.attributes().size()));
            List<String> attributes = random.some(product.attributes(), praised);
            List<Product.Option> asked = random.some(
                    product.options(), random.nextInt(product.options().size() + 1));
            Map<String, String> chosen = new LinkedHashMap<>();
            asked.forEach(option ->
                    chosen.put(option.name(), random.pick(option.choices()).value()));
            String key = product.query() + new TreeSet<>(attributes) + new TreeMap<>(chosen);
            if (Math.floorMod(key.hashCode(), Split.values().length) == split.ordinal()) {
                int limit = product.cents(chosen) / STEP * STEP + STEP * (2 + random.nextInt(3));
                String instruction = ShopInstruction.write(product.query(), attributes, chosen, limit, random);
                return Optional.of(Goal.of(product, instruction, attributes, List.copyOf(chosen.values()), limit));
            }
        }
        return Optional.empty();
    }

    private static String id(Draws random) {
        StringBuilder id = new StringBuilder("B0");
        while (id.length() < 10) {
            id.append(Character.toUpperCase(Character.forDigit(random.nextInt(36), 36)));
        }
        return id.toString();
    }

    private static String title(String words) {
        StringBuilder title = new StringBuilder();
        for (String word : words.split(" ")) {
            title.append(title.isEmpty() ? "" : " ")
                    .append(Character.toUpperCase(word.charAt(0)))
                    .append(word.substring(1));
        }
        return title.toString();
    }
}
