package io.alltools.runtime.grammar;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads {@code minimum}, {@code maximum}, their exclusive twins and {@code multipleOf}. */
final class NumberKeywords {

    private final Expressions e;
    private final SchemaFields fields;
    private final SchemaProblems problems;
    private final JsonText json = JsonText.COMMON;
    private final Numbers numbers;

    NumberKeywords(Expressions expressions, SchemaFields fields, SchemaProblems problems) {
        this.e = expressions;
        this.fields = fields;
        this.problems = problems;
        this.numbers = new Numbers(expressions, json);
    }

    /** The numbers that a schema allows, as they are written. */
    Expr read(JsonNode schema, String path) {
        Numbers.Limit low = limit(schema, "minimum", "exclusiveMinimum", path);
        Numbers.Limit high = limit(schema, "maximum", "exclusiveMaximum", path);
        JsonNode multiple = schema.get("multipleOf");
        if (low == null && high == null && multiple == null) {
            return json.number;
        }
        // The digits of whole numbers are simpler, and "type" is often beside the limits.
        boolean integer = schema.path("type").asString("").equals("integer");
        Expr result = integer ? json.integer : json.number;
        try {
            result = numbers.within(low, high, integer);
        } catch (UnsupportedOperationException unsupported) {
            problems.unsupported(low == null ? "maximum" : "minimum", path, String.valueOf(unsupported.getMessage()));
        }
        if (multiple == null) {
            return result;
        }
        if (!multiple.isNumber() || fields.decimal(multiple, "multipleOf", path).signum() <= 0) {
            throw problems.invalid("multipleOf", path, "expected a number above 0, found " + multiple);
        }
        try {
            return e.and(result, numbers.multipleOf(fields.decimal(multiple, "multipleOf", path), integer));
        } catch (UnsupportedOperationException unsupported) {
            problems.unsupported("multipleOf", path, String.valueOf(unsupported.getMessage()));
            return result;
        }
    }

    /** The tighter one of a limit and its exclusive twin, which is a flag in draft 4. */
    private Numbers.@Nullable Limit limit(JsonNode schema, String keyword, String exclusiveKeyword, String path) {
        BigDecimal inclusive = fields.number(schema, keyword, path);
        JsonNode exclusive = schema.get(exclusiveKeyword);
        if (exclusive != null && exclusive.isBoolean()) {
            return inclusive == null ? null : new Numbers.Limit(inclusive, !exclusive.asBoolean());
        }
        BigDecimal strict = fields.number(schema, exclusiveKeyword, path);
        if (strict == null) {
            return inclusive == null ? null : new Numbers.Limit(inclusive, true);
        }
        if (inclusive == null) {
            return new Numbers.Limit(strict, false);
        }
        int order = strict.compareTo(inclusive);
        boolean strictIsTighter = keyword.equals("minimum") ? order >= 0 : order <= 0;
        return strictIsTighter ? new Numbers.Limit(strict, false) : new Numbers.Limit(inclusive, true);
    }
}
