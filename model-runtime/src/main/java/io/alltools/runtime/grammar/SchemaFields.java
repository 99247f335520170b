package io.alltools.runtime.grammar;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the values of keywords; what has the wrong type is named with its place. */
final class SchemaFields {

    private final SchemaProblems problems;

    SchemaFields(SchemaProblems problems) {
        this.problems = problems;
    }

    /** A count; more than a million is no limit for anything that a model writes. */
    int count(JsonNode schema, String keyword, String path, int otherwise) {
        JsonNode value = schema.get(keyword);
        if (value == null) {
            return otherwise;
        }
        if (!value.isNumber() || value.asDouble() < 0 || value.asDouble() != Math.floor(value.asDouble())) {
            throw problems.invalid(keyword, path, "expected a whole number from 0 on, found " + value);
        }
        return value.asDouble() > 1_000_000 ? keyword.startsWith("max") ? Expr.UNBOUNDED : 1_000_000 : value.asInt();
    }

    /** A number; null where the keyword is not there. */
    @Nullable
    BigDecimal number(JsonNode schema, String keyword, String path) {
        JsonNode value = schema.get(keyword);
        if (value != null && !value.isNumber()) {
            throw problems.invalid(keyword, path, "expected a number, found " + value);
        }
        return value == null ? null : decimal(value, keyword, path);
    }

    /** Binary numbers beyond their range were read as infinite. */
    BigDecimal decimal(JsonNode number, String keyword, String path) {
        if (number.isFloatingPointNumber() && !number.isBigDecimal() && !Double.isFinite(number.doubleValue())) {
            throw problems.invalid(keyword, path, "the number is too large");
        }
        return number.decimalValue();
    }

    /** The members of an object; none where the keyword is not there. */
    Set<Map.Entry<String, JsonNode>> members(JsonNode schema, String keyword, String path) {
        JsonNode value = schema.path(keyword);
        if (!value.isMissingNode() && !value.isObject()) {
            throw problems.invalid(keyword, path, "expected an object, found " + value.getNodeType());
        }
        return value.properties();
    }
}
