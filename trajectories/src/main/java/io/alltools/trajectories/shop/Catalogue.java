package io.alltools.trajectories.shop;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a shop sells. */
final class Catalogue {

    private final List<Product> products;
    private final Map<String, Product> byId = new HashMap<>();
    private final ProductIndex index;

    /** Of products with the same id the first counts. */
    Catalogue(List<Product> products) {
        this.products = List.copyOf(products);
        this.products.forEach(product -> byId.putIfAbsent(product.id(), product));
        index = new ProductIndex(this.products);
    }

    List<Product> products() {
        return products;
    }

    Optional<Product> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    List<Product> search(String keywords) {
        return index.search(keywords);
    }
}
