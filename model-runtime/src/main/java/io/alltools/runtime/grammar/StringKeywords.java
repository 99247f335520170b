package io.alltools.runtime.grammar;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads {@code minLength}, {@code maxLength}, {@code pattern} and {@code format}. */
final class StringKeywords {

    private final Expressions e;
    private final SchemaFields fields;
    private final SchemaProblems problems;
    private final JsonText json = JsonText.COMMON;
    private final RegexCompiler regexes;

    StringKeywords(Expressions expressions, SchemaFields fields, SchemaProblems problems) {
        this.e = expressions;
        this.fields = fields;
        this.problems = problems;
        this.regexes = new RegexCompiler(expressions, CharCoding.json(expressions));
    }

    /** What a schema allows between the quotes of a string. */
    Expr read(JsonNode schema, String path) {
        Expr result = json.anyBody;
        int min = fields.count(schema, "minLength", path, 0);
        int max = fields.count(schema, "maxLength", path, Expr.UNBOUNDED);
        if (min > 0 || max != Expr.UNBOUNDED) {
            result = max != Expr.UNBOUNDED && min > max ? e.empty : e.repeat(json.chars.any(), min, max);
        }
        JsonNode pattern = schema.get("pattern");
        if (pattern != null) {
            Expr matching = regex(pattern, "pattern", path);
            if (matching != null) {
                result = result == json.anyBody ? matching : e.and(result, matching);
            }
        }
        JsonNode format = schema.get("format");
        if (format != null && format.isString()) {
            if (Formats.isUnsupported(format.asString())) {
                problems.unsupported("format", path, "\"" + format.asString() + "\" is not among the formats that are");
            } else if (Formats.isEnforced(format.asString())) {
                Expr formatted = regexes.whole(Formats.pattern(format.asString()));
                result = result == json.anyBody ? formatted : e.and(result, formatted);
            }
        }
        return result;
    }

    /** The texts in which a pattern matches; null when it is ignored. */
    @Nullable
    Expr regex(JsonNode pattern, String keyword, String path) {
        if (!pattern.isString()) {
            throw problems.invalid(keyword, path, "expected a regular expression, found " + pattern);
        }
        try {
            return regexes.search(pattern.asString());
        } catch (IllegalArgumentException wrong) {
            throw problems.invalid(
                    keyword, path, "\"" + pattern.asString() + "\" is no regular expression: " + wrong.getMessage());
        } catch (UnsupportedOperationException unsupported) {
            problems.unsupported(keyword, path, "\"" + pattern.asString() + "\" uses " + unsupported.getMessage());
            return null;
        }
    }
}
