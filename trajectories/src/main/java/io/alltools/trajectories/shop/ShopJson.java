package io.alltools.trajectories.shop;

import io.alltools.agent.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Products and goals with WebShop's names of fields.
 *
 * <p>Of a product are read {@code asin}, {@code name}, {@code query} and {@code product_category}, which must be there,
 * and {@code full_description}, {@code small_description}, {@code pricing}, {@code customization_options} (their
 * {@code value}), {@code attributes} or {@code Attributes}, {@code rating} or {@code Rating}. Of a goal {@code asin},
 * {@code instruction_text} and {@code attributes}, which must be there, {@code goal_options} or {@code options} (a
 * list, or an object by the option's name) and {@code price_upper}.
 */
final class ShopJson {

    private static final Pattern AMOUNT = Pattern.compile("\\d[\\d,]*(?:\\.\\d+)?");

    /** What WebShop takes for a price that is not known, in cents. */
    private static final int UNKNOWN_PRICE = 10_000;

    private ShopJson() {}

    /** @throws IllegalArgumentException that names the field and what was expected */
    static Product product(JsonNode json) {
        String id = required(json, "asin");
        if (!id.equals(id.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException("asin \"" + id + "\" is not usable: expected letters in upper case");
        }
        try {
            return new Product(
                    id,
                    required(json, "name"),
                    required(json, "query").toLowerCase(Locale.ROOT),
                    required(json, "product_category"),
                    json.path("full_description").asString(""),
                    texts(json.path("small_description")),
                    texts(either(json, "attributes", "Attributes")).stream()
                            .map(text -> text.toLowerCase(Locale.ROOT))
                            .toList(),
                    options(json.path("customization_options")),
                    cents(json.path("pricing")),
                    either(json, "rating", "Rating").asString("N.A."),
                    List.of());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("product " + id + ": " + e.getMessage(), e);
        }
    }

    static ObjectNode write(Product product) {
        ObjectNode json = Json.object();
        json.put("asin", product.id());
        json.put("name", product.name());
        json.put("query", product.query());
        json.put("product_category", product.categories());
        json.put("full_description", product.description());
        product.features().forEach(json.putArray("small_description")::add);
        product.attributes().forEach(json.putArray("attributes")::add);
        json.put("pricing", Product.dollars(product.cents()));
        json.put("rating", product.rating());
        ObjectNode options = json.putObject("customization_options");
        for (Product.Option option : product.options()) {
            ArrayNode choices = options.putArray(option.name());
            option.choices().forEach(choice -> choices.addObject().put("value", choice.value()));
        }
        return json;
    }

    /** @throws IllegalArgumentException that names the field and what was expected */
    static Goal goal(JsonNode json, Catalogue catalogue) {
        String id = required(json, "asin");
        Product product = catalogue
                .find(id)
                .orElseThrow(() -> new IllegalArgumentException(
                        "asin \"" + id + "\" is none of the products: expected one that the shop has"));
        List<String> attributes = lower(texts(json.path("attributes")));
        if (attributes.isEmpty()) {
            throw new IllegalArgumentException(
                    "the goal of " + id + " has no attributes: expected a list of at least one");
        }
        JsonNode limit = json.path("price_upper");
        return Goal.of(
                product,
                required(json, "instruction_text"),
                attributes,
                lower(texts(either(json, "goal_options", "options"))),
                limit.isNumber() && limit.asDouble() > 0 ? cents(limit) : Goal.NO_LIMIT);
    }

    static ObjectNode write(Goal goal) {
        ObjectNode json = Json.object();
        json.put("asin", goal.product());
        json.put("instruction_text", goal.instruction());
        goal.attributes().forEach(json.putArray("attributes")::add);
        goal.options().forEach(json.putArray("goal_options")::add);
        json.put("price_upper", BigDecimal.valueOf(goal.centsAtMost(), 2));
        return json;
    }

    /** A text, or the texts in a list or an object. */
    static List<String> texts(JsonNode json) {
        List<String> texts = new ArrayList<>();
        if (json.isString() && !json.asString().isBlank()) {
            texts.add(json.asString().strip());
        } else if (json.isContainer()) {
            json.forEach(item -> texts.add(item.asString("").strip()));
        }
        texts.removeIf(String::isEmpty);
        return texts;
    }

    static String required(JsonNode json, String field) {
        String value = json.path(field).asString("").strip();
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the field \"" + field + "\" is missing or blank: expected a text");
        }
        return value;
    }

    private static List<String> lower(List<String> texts) {
        return texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
    }

    private static JsonNode either(JsonNode json, String first, String second) {
        return json.has(first) ? json.path(first) : json.path(second);
    }

    /** As WebShop shows them: {@code /} is written as {@code |}. */
    private static List<Product.Option> options(JsonNode json) {
        List<Product.Option> options = new ArrayList<>();
        json.forEachEntry((name, contents) -> {
            Set<String> values = new LinkedHashSet<>();
            for (JsonNode content : contents) {
                String value = content.path("value").asString("").strip();
                values.add(value.replace("/", " | ").toLowerCase(Locale.ROOT));
            }
            values.remove("");
            if (!values.isEmpty()) {
                options.add(new Product.Option(
                        name.toLowerCase(Locale.ROOT),
                        values.stream()
                                .map(value -> new Product.Choice(value, 0))
                                .toList()));
            }
        });
        return options;
    }

    /** Of two prices, from and to, the middle: WebShop draws one between them. */
    private static int cents(JsonNode json) {
        List<BigDecimal> amounts = new ArrayList<>();
        if (json.isNumber()) {
            amounts.add(json.decimalValue());
        } else {
            for (String text : json.isArray() ? numbers(json) : texts(json)) {
                Matcher matcher = AMOUNT.matcher(text);
                while (matcher.find() && amounts.size() < 2) {
                    amounts.add(new BigDecimal(matcher.group().replace(",", "")));
                }
            }
        }
        if (amounts.isEmpty()) {
            return UNKNOWN_PRICE;
        }
        BigDecimal middle = amounts.stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(amounts.size()), 2, RoundingMode.HALF_UP)
                .movePointRight(2);
        if (middle.compareTo(BigDecimal.valueOf(Goal.NO_LIMIT)) > 0) {
            throw new IllegalArgumentException(
                    "a price of " + middle.movePointLeft(2) + " dollars: expected at most " + Goal.NO_LIMIT / 100);
        }
        return middle.intValue();
    }

    private static List<String> numbers(JsonNode json) {
        List<String> numbers = new ArrayList<>();
        json.forEach(number -> numbers.add(number.asString("")));
        return numbers;
    }
}
