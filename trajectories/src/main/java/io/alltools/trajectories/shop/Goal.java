package io.alltools.trajectories.shop;

import java.util.List;

/**
 * What a shopper wants, by the side of a product that has it all.
 *
 * @param product the id of that product; another one that has as much is as good
 * @param query of that product
 * @param categories of that product
 * @param name of that product
 * @param options values, such as {@code navy blue}
 * @param centsAtMost the price that must not be exceeded
 */
record Goal(
        String product,
        String query,
        String categories,
        String name,
        String instruction,
        List<String> attributes,
        List<String> options,
        int centsAtMost) {

    /** Where the instruction names no limit; WebShop's number. */
    static final int NO_LIMIT = 100_000_000;

    Goal {
        attributes = List.copyOf(attributes);
        options = List.copyOf(options);
    }

    static Goal of(
            Product product, String instruction, List<String> attributes, List<String> options, int centsAtMost) {
        return new Goal(
                product.id(),
                product.query(),
                product.categories(),
                product.name(),
                instruction,
                attributes,
                options,
                centsAtMost);
    }
}
