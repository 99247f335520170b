package io.alltools.trajectories.shop;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Something that the shop sells.
 *
 * @param id ten characters in upper case, as Amazon's ASIN
 * @param query what one searches for to find things of this kind, such as {@code desk lamp}
 * @param categories from the widest to the narrowest, with {@code ›} between them
 * @param attributes what it is praised for, in lower case; the pages don't list them by themselves
 * @param options what a buyer can choose, in the order of the page
 * @param cents its price with no option chosen
 */
record Product(
        String id,
        String name,
        String query,
        String categories,
        String description,
        List<String> features,
        List<String> attributes,
        List<Option> options,
        int cents,
        String rating,
        List<String> reviews) {

    /** @param name such as {@code size}, in lower case */
    record Option(String name, List<Choice> choices) {

        Option {
            choices = List.copyOf(choices);
        }
    }

    /**
     * @param value in lower case
     * @param cents what it adds to the price
     */
    record Choice(String value, int cents) {}

    Product {
        features = List.copyOf(features);
        attributes = List.copyOf(attributes);
        options = List.copyOf(options);
        reviews = List.copyOf(reviews);
    }

    /** The price with these choices. */
    int cents(Map<String, String> chosen) {
        int sum = cents;
        for (Option option : options) {
            String value = chosen.get(option.name());
            for (Choice choice : option.choices()) {
                sum += choice.value().equals(value) ? choice.cents() : 0;
            }
        }
        return sum;
    }

    /** The price as a list of results shows it: one, or from the least to the most. */
    String priceTag() {
        int dearest = cents;
        for (Option option : options) {
            OptionalInt most = option.choices().stream().mapToInt(Choice::cents).max();
            dearest += most.orElse(0);
        }
        return dearest == cents ? dollars(cents) : dollars(cents) + " to " + dollars(dearest);
    }

    /** All that a shopper can read about it, in lower case. */
    String text() {
        return (name + "\n" + String.join(" ", features) + "\n" + description).toLowerCase(Locale.ROOT);
    }

    static String dollars(int cents) {
        return String.format(Locale.ROOT, "$%d.%02d", cents / 100, cents % 100);
    }
}
