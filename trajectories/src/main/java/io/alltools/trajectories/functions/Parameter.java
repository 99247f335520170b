package io.alltools.trajectories.functions;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.Draws;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An argument of a generated function.
 *
 * @param schema in the leaderboard's form
 * @param draw one value, with the words for it in a request
 * @param clause for one that may be left out: what is added to the request when it is given, with {@code %s} for the
 *     value; empty for a required one
 * @param fallback what the function takes when it is left out; ignored for a required one
 */
record Parameter(String name, ObjectNode schema, Function<Draws, Value> draw, String clause, JsonNode fallback) {

    /** @param accepted as the leaderboard lists it: plain, but within an object each member with a list of values */
    record Value(JsonNode accepted, String words) {}

    boolean required() {
        return clause.isEmpty();
    }

    /** The same, which may be left out. */
    Parameter optional(String clause, JsonNode fallback) {
        ObjectNode described = schema.deepCopy();
        described.put("description", schema.path("description").asString() + " Default is " + fallback + ".");
        described.set("default", fallback);
        return new Parameter(name, described, draw, clause, fallback);
    }

    Parameter optional(String clause, String fallback) {
        return optional(clause, Json.MAPPER.getNodeFactory().stringNode(fallback));
    }

    Parameter optional(String clause, int fallback) {
        return optional(clause, Json.MAPPER.getNodeFactory().numberNode(fallback));
    }

    static Parameter text(String name, String description, List<String> values) {
        return required(name, schema("string", description), draws -> text(draws.pick(values)));
    }

    /** Such as ORD-48213. */
    static Parameter code(String name, String description, String prefix) {
        return required(
                name,
                schema("string", description + " Example: " + prefix + "10000."),
                draws -> text(prefix + draws.between(10_001, 99_999)));
    }

    static Parameter date(String name, String description) {
        return required(
                name,
                schema("string", description + " Format: YYYY-MM-DD."),
                draws -> text(String.format(
                        Locale.ROOT,
                        "%d-%02d-%02d",
                        draws.between(2026, 2029),
                        draws.between(1, 12),
                        draws.between(1, 28))));
    }

    static Parameter whole(String name, String description, int low, int high) {
        return required(name, schema("integer", description), draws -> {
            int value = draws.between(low, high);
            return new Value(Json.MAPPER.getNodeFactory().numberNode(value), Integer.toString(value));
        });
    }

    /** With up to two decimal places. */
    static Parameter real(String name, String description, int low, int high) {
        return required(name, schema("float", description), draws -> real(draws, low, high));
    }

    /** @param values as the schema lists them; in words an underscore is a space */
    static Parameter choice(String name, String description, String... values) {
        ObjectNode schema = schema("string", description);
        ArrayNode all = schema.putArray("enum");
        List.of(values).forEach(all::add);
        return required(name, schema, draws -> {
            String value = draws.pick(List.of(values));
            return new Value(Json.MAPPER.getNodeFactory().stringNode(value), value.replace('_', ' '));
        });
    }

    /** False unless the request says the clause. */
    static Parameter flag(String name, String description, String clause) {
        Value yes = new Value(Json.MAPPER.getNodeFactory().booleanNode(true), "");
        return required(name, schema("boolean", description), draws -> yes)
                .optional(clause, Json.MAPPER.getNodeFactory().booleanNode(false));
    }

    static Parameter texts(String name, String description, List<String> values, int fewest, int most) {
        ObjectNode schema = schema("array", description);
        schema.putObject("items").put("type", "string");
        return required(name, schema, draws -> {
            ArrayNode items = Json.MAPPER.createArrayNode();
            List<String> chosen = draws.some(values, draws.between(fewest, most));
            chosen.forEach(items::add);
            return new Value(items, listed(chosen));
        });
    }

    static Parameter reals(String name, String description, int low, int high, int fewest, int most) {
        ObjectNode schema = schema("array", description);
        schema.putObject("items").put("type", "float");
        return required(name, schema, draws -> {
            ArrayNode items = Json.MAPPER.createArrayNode();
            List<String> words = new ArrayList<>();
            for (int i = draws.between(fewest, most); i > 0; i--) {
                // The leaderboard widens no int inside a list, so each has a decimal place that isn't 0.
                BigDecimal value = BigDecimal.valueOf(draws.between(low, high) * 10L + draws.between(1, 9), 1);
                items.add(value);
                words.add(value.toPlainString());
            }
            return new Value(items, listed(words));
        });
    }

    /** An object; its words are those of its members. */
    static Parameter object(String name, String description, String words, Parameter... members) {
        ObjectNode schema = schema("dict", description);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (Parameter member : members) {
            properties.set(member.name(), member.schema());
            required.add(member.name());
        }
        return required(name, schema, draws -> {
            ObjectNode accepted = Json.object();
            String said = words;
            for (Parameter member : members) {
                Value value = member.draw().apply(draws);
                accepted.putArray(member.name()).add(value.accepted());
                said = said.replace("{" + member.name() + "}", value.words());
            }
            return new Value(accepted, said);
        });
    }

    private static Parameter required(String name, ObjectNode schema, Function<Draws, Value> draw) {
        return new Parameter(
                name, schema, draw, "", Json.MAPPER.getNodeFactory().nullNode());
    }

    private static ObjectNode schema(String type, String description) {
        return Json.object().put("type", type).put("description", description);
    }

    private static Value text(String text) {
        return new Value(Json.MAPPER.getNodeFactory().stringNode(text), text);
    }

    private static Value real(Draws draws, int low, int high) {
        BigDecimal value =
                BigDecimal.valueOf(draws.between(low * 100, high * 100), 2).stripTrailingZeros();
        return new Value(
                Json.MAPPER.getNodeFactory().numberNode(Double.parseDouble(value.toPlainString())),
                value.toPlainString());
    }

    private static String listed(List<String> words) {
        return words.size() == 1
                ? words.get(0)
                : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.get(words.size() - 1);
    }
}
