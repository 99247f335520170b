package io.alltools.trajectories.shop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds products by words: BM25 (k1 = 0.9, b = 0.4, as the original's Pyserini) over all of a product's text. */
final class ProductIndex {

    private static final double K1 = 0.9;
    private static final double B = 0.4;

    /** How many hits a search has at most, as in WebShop. */
    private static final int MAX_HITS = 50;

    /** Different words of a query that count; more is no search. */
    private static final int MAX_WORDS = 64;

    private static final int MAX_QUERY_CHARACTERS = 10_000;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:[.'][\\p{L}\\p{N}]+)*");

    /** How often a word stands in a product, by the product's place in the catalogue. */
    private record Posting(int product, int count) {}

    private final List<Product> products;
    private final Map<String, List<Posting>> postings = new HashMap<>();
    private final int[] lengths;
    private final double meanLength;

    ProductIndex(List<Product> products) {
        this.products = products;
        lengths = new int[products.size()];
        long total = 0;
        for (int i = 0; i < lengths.length; i++) {
            Map<String, Integer> counts = new HashMap<>();
            List<String> words = words(text(products.get(i)));
            words.forEach(word -> counts.merge(word, 1, Integer::sum));
            int product = i;
            counts.forEach((word, count) ->
                    postings.computeIfAbsent(word, w -> new ArrayList<>()).add(new Posting(product, count)));
            lengths[i] = words.size();
            total += words.size();
        }
        meanLength = lengths.length == 0 ? 1 : Math.max(1, (double) total / lengths.length);
    }

    /** The best first; among equals the earlier of the catalogue. */
    List<Product> search(String keywords) {
        String query = keywords.substring(0, Math.min(keywords.length(), MAX_QUERY_CHARACTERS));
        Set<String> words = new LinkedHashSet<>(words(query));
        double[] scores = new double[products.size()];
        words.stream().limit(MAX_WORDS).forEach(word -> {
            List<Posting> found = postings.getOrDefault(word, List.of());
            double rarity = Math.log(1 + (products.size() - found.size() + 0.5) / (found.size() + 0.5));
            for (Posting posting : found) {
                double norm = K1 * (1 - B + B * lengths[posting.product()] / meanLength);
                scores[posting.product()] += rarity * posting.count() * (K1 + 1) / (posting.count() + norm);
            }
        });
        List<Integer> hits = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > 0) {
                hits.add(i);
            }
        }
        hits.sort(Comparator.comparingDouble((Integer i) -> -scores[i]));
        return hits.stream().limit(MAX_HITS).map(products::get).toList();
    }

    private static String text(Product product) {
        StringBuilder text = new StringBuilder(product.text());
        text.append('\n').append(product.query());
        product.options()
                .forEach(option ->
                        option.choices().forEach(choice -> text.append('\n').append(choice.value())));
        return text.toString();
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            String word = matcher.group();
            boolean plural = word.length() > 3 && word.endsWith("s") && !word.endsWith("ss");
            words.add(plural ? word.substring(0, word.length() - 1) : word);
        }
        return words;
    }
}
