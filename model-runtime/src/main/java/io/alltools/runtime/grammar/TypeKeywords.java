package io.alltools.runtime.grammar;

import io.alltools.runtime.grammar.Form.Array;
import io.alltools.runtime.grammar.Form.Keys;
import io.alltools.runtime.grammar.Form.Member;
import io.alltools.runtime.grammar.Form.Scalars;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads the keywords that speak of one type each, and {@code type}, {@code enum} and {@code const}. */
final class TypeKeywords {

    private record Unsupported(String keyword, String why) {}

    private static final List<Unsupported> UNSUPPORTED = List.of(
            new Unsupported("contains", "which items satisfy it is not followed"),
            new Unsupported("unevaluatedItems", "what other keywords looked at is not followed"),
            new Unsupported("unevaluatedProperties", "what other keywords looked at is not followed"),
            new Unsupported("$dynamicRef", "references are followed as they stand only; use $ref"),
            new Unsupported("$recursiveRef", "references are followed as they stand only; use $ref"),
            new Unsupported("extends", "it belongs to draft 3; use allOf"),
            new Unsupported("disallow", "it belongs to draft 3; use not"),
            new Unsupported("divisibleBy", "it belongs to draft 3; use multipleOf"));

    private final SchemaDocument document;
    private final Expressions e;
    private final Forms forms;
    private final SchemaProblems problems;
    private final JsonText json = JsonText.COMMON;
    private final Numbers numbers;
    private final RegexCompiler regexes;

    TypeKeywords(SchemaDocument document, Expressions expressions, Forms forms, SchemaProblems problems) {
        this.document = document;
        this.e = expressions;
        this.forms = forms;
        this.problems = problems;
        this.numbers = new Numbers(expressions, json);
        this.regexes = new RegexCompiler(expressions, CharCoding.json(expressions));
    }

    void reportUnsupported(JsonNode schema, String path) {
        for (Unsupported unsupported : UNSUPPORTED) {
            JsonNode value = schema.get(unsupported.keyword);
            // "unevaluated…": true demands nothing, and up to draft 7 it is no keyword.
            boolean idle = unsupported.keyword.startsWith("unevaluated")
                    && value != null
                    && (value.isBoolean() && value.asBoolean() || !document.siblingsOfRefCount());
            if (value != null && !idle) {
                problems.unsupported(unsupported.keyword, path, unsupported.why);
            }
        }
        if (schema.path("uniqueItems").asBoolean(false)
                && schema.path("maxItems").asInt(2) > 1) {
            problems.unsupported("uniqueItems", path, "items are not compared with each other");
        }
    }

    Form read(JsonNode schema, String path) {
        Form form = type(schema, path);
        if (schema.has("enum")) {
            form = forms.and(form, values(schema.get("enum"), path + "/enum"));
        }
        if (schema.has("const")) {
            form = forms.and(form, value(schema.get("const"), path + "/const"));
        }
        Form assertions = new Form(
                new Scalars(true, true, true, number(schema, path), text(schema, path)),
                List.of(array(schema, path)),
                List.of(object(schema, path)));
        return forms.and(form, assertions);
    }

    /** Any value but an object, or such an object. */
    Form objects(Member object) {
        return new Form(forms.any.scalars(), forms.any.arrays(), List.of(object));
    }

    private Form type(JsonNode schema, String path) {
        JsonNode type = schema.get("type");
        if (type == null) {
            return forms.any;
        }
        Form form = forms.none;
        for (JsonNode name :
                type.isArray() ? type : JsonNodeFactory.instance.arrayNode().add(type)) {
            form = forms.or(form, ofType(name, path));
        }
        return schema.path("nullable").asBoolean(false) ? forms.or(form, ofType("null")) : form;
    }

    private Form ofType(JsonNode name, String path) {
        if (name.isString()) {
            Form form = ofType(name.asString());
            if (form != forms.none) {
                return form;
            }
        }
        throw problems.invalid("type", path, name + " is no type");
    }

    private Form ofType(String name) {
        Expr none = e.empty;
        return switch (name) {
            case "null" -> scalars(new Scalars(true, false, false, none, none));
            case "boolean" -> scalars(new Scalars(false, true, true, none, none));
            case "integer" -> scalars(new Scalars(false, false, false, json.integer, none));
            case "number" -> scalars(new Scalars(false, false, false, json.number, none));
            case "string" -> scalars(new Scalars(false, false, false, none, json.anyBody));
            case "array" -> new Form(forms.noScalars(), forms.any.arrays(), List.of());
            case "object" -> new Form(forms.noScalars(), List.of(), forms.any.objects());
            case "any" -> forms.any;
            default -> forms.none;
        };
    }

    private static Form scalars(Scalars scalars) {
        return new Form(scalars, List.of(), List.of());
    }

    private Form values(JsonNode values, String path) {
        if (!values.isArray()) {
            throw problems.invalid("enum", path, "expected an array");
        }
        // Texts in one go: common beginnings are written once.
        List<byte[]> texts = new ArrayList<>();
        Form form = forms.none;
        int i = 0;
        for (JsonNode value : values) {
            if (value.isString()) {
                texts.add(json.chars.encode(value.asString()));
            } else {
                form = forms.or(form, value(value, path + "/" + i));
            }
            i++;
        }
        if (texts.isEmpty()) {
            return form;
        }
        Expr oneOf = e.oneOf(texts, java.util.Collections.nCopies(texts.size(), e.epsilon));
        return forms.or(form, scalars(new Scalars(false, false, false, e.empty, oneOf)));
    }

    /** Exactly this value. */
    private Form value(JsonNode value, String path) {
        Expr none = e.empty;
        return switch (value.getNodeType()) {
            case NULL -> scalars(new Scalars(true, false, false, none, none));
            case BOOLEAN -> scalars(new Scalars(false, value.asBoolean(), !value.asBoolean(), none, none));
            case NUMBER -> scalars(new Scalars(false, false, false, spellings(value, path), none));
            case STRING ->
                scalars(new Scalars(false, false, false, none, e.literal(json.chars.encode(value.asString()))));
            case ARRAY -> {
                List<Conjunction> items = new ArrayList<>();
                for (JsonNode item : value) {
                    items.add(constant(item, path));
                }
                yield new Form(
                        forms.noScalars(),
                        List.of(new Array(List.copyOf(items), never(), items.size(), items.size())),
                        List.of());
            }
            case OBJECT -> {
                Map<String, Conjunction> named = new LinkedHashMap<>();
                value.properties().forEach(p -> named.put(p.getKey(), constant(p.getValue(), path)));
                yield new Form(
                        forms.noScalars(),
                        List.of(),
                        List.of(new Member(
                                named,
                                List.of(new Keys(json.textBody, never())),
                                new LinkedHashSet<>(named.keySet()),
                                Map.of(),
                                0,
                                Expr.UNBOUNDED)));
            }
            case MISSING, BINARY, POJO -> throw problems.invalid("const", path, "not a JSON value");
        };
    }

    private Conjunction constant(JsonNode value, String path) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.set("const", value);
        return subschema(schema, path);
    }

    /** A number as it stands in the schema, and as digits. */
    private Expr spellings(JsonNode value, String path) {
        Set<String> spellings = new LinkedHashSet<>();
        BigDecimal number = decimal(value, "const", path);
        spellings.add(value.toString());
        if (Math.abs((long) number.scale()) < 400) {
            BigDecimal stripped = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
            spellings.add(stripped.toPlainString());
            if (stripped.scale() <= 0) {
                spellings.add(stripped.toPlainString() + ".0");
            }
        }
        return e.or(spellings.stream()
                .map(s -> e.literal(s.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .toList());
    }

    private Expr number(JsonNode schema, String path) {
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
        if (!multiple.isNumber() || decimal(multiple, "multipleOf", path).signum() <= 0) {
            throw problems.invalid("multipleOf", path, "expected a number above 0, found " + multiple);
        }
        try {
            return e.and(result, numbers.multipleOf(decimal(multiple, "multipleOf", path), integer));
        } catch (UnsupportedOperationException unsupported) {
            problems.unsupported("multipleOf", path, String.valueOf(unsupported.getMessage()));
            return result;
        }
    }

    /** The tighter one of a limit and its exclusive twin, which is a flag in draft 4. */
    private Numbers.@Nullable Limit limit(JsonNode schema, String keyword, String exclusiveKeyword, String path) {
        BigDecimal inclusive = number(schema, keyword, path);
        JsonNode exclusive = schema.get(exclusiveKeyword);
        if (exclusive != null && exclusive.isBoolean()) {
            return inclusive == null ? null : new Numbers.Limit(inclusive, !exclusive.asBoolean());
        }
        BigDecimal strict = number(schema, exclusiveKeyword, path);
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

    private @Nullable BigDecimal number(JsonNode schema, String keyword, String path) {
        JsonNode value = schema.get(keyword);
        if (value != null && !value.isNumber()) {
            throw problems.invalid(keyword, path, "expected a number, found " + value);
        }
        return value == null ? null : decimal(value, keyword, path);
    }

    /** Binary numbers beyond their range were read as infinite. */
    private BigDecimal decimal(JsonNode number, String keyword, String path) {
        if (number.isFloatingPointNumber() && !number.isBigDecimal() && !Double.isFinite(number.doubleValue())) {
            throw problems.invalid(keyword, path, "the number is too large");
        }
        return number.decimalValue();
    }

    private Expr text(JsonNode schema, String path) {
        Expr result = json.anyBody;
        int min = count(schema, "minLength", path, 0);
        int max = count(schema, "maxLength", path, Expr.UNBOUNDED);
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

    /** Null when it is ignored. */
    private @Nullable Expr regex(JsonNode pattern, String keyword, String path) {
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

    private Array array(JsonNode schema, String path) {
        JsonNode prefix = schema.get("prefixItems");
        JsonNode rest = schema.get("items");
        String prefixKeyword = "prefixItems";
        String restKeyword = "items";
        if (rest != null && rest.isArray()) {
            // Up to draft 2019-09.
            prefix = rest;
            rest = schema.get("additionalItems");
            prefixKeyword = "items";
            restKeyword = "additionalItems";
        }
        int min = count(schema, "minItems", path, 0);
        int max = count(schema, "maxItems", path, Expr.UNBOUNDED);
        if (prefix == null && rest == null && min == 0 && max == Expr.UNBOUNDED) {
            return Array.ANY;
        }
        List<Conjunction> first = new ArrayList<>();
        if (prefix != null) {
            for (JsonNode item : prefix) {
                first.add(subschema(item, path + "/" + prefixKeyword + "/" + first.size()));
            }
        }
        return new Array(
                List.copyOf(first),
                rest == null ? Conjunction.TRUE : subschema(rest, path + "/" + restKeyword),
                min,
                max);
    }

    /** What the values of keys that match must satisfy. */
    private record KeyPattern(Expr body, Conjunction value) {}

    private Member object(JsonNode schema, String path) {
        Map<String, Conjunction> named = new LinkedHashMap<>();
        JsonNode additional = schema.get("additionalProperties");
        Conjunction rest =
                additional == null ? Conjunction.TRUE : subschema(additional, path + "/additionalProperties");
        List<KeyPattern> patterns = new ArrayList<>();
        boolean ignored = false;
        for (Map.Entry<String, JsonNode> entry : requireObject(schema, "patternProperties", path)) {
            Expr body = regex(JsonNodeFactory.instance.stringNode(entry.getKey()), "patternProperties", path);
            if (body == null) {
                ignored = true;
            } else {
                String place = SchemaDocument.below(path, "patternProperties", entry.getKey());
                patterns.add(new KeyPattern(body, subschema(entry.getValue(), place)));
            }
        }
        // Where a pattern is ignored nobody knows which keys are additional.
        List<Keys> others = others(patterns, path, ignored ? Conjunction.TRUE : rest);
        // A key that is named must satisfy the patterns that it matches too.
        Member unnamed = new Member(Map.of(), others, Set.of(), Map.of(), 0, Expr.UNBOUNDED);
        for (Map.Entry<String, JsonNode> property : requireObject(schema, "properties", path)) {
            String key = property.getKey();
            Conjunction own = subschema(property.getValue(), SchemaDocument.below(path, "properties", key));
            named.put(key, own.and(matching(patterns, key)));
        }
        Set<String> required = new LinkedHashSet<>();
        JsonNode list = schema.path("required");
        if (list.isArray()) {
            for (JsonNode key : list) {
                required.add(key.asString());
                named.putIfAbsent(key.asString(), forms.valueOf(unnamed, key.asString()));
            }
        }
        Map<String, Set<String>> needs = needs(schema);
        needs.forEach((key, keys) -> {
            named.putIfAbsent(key, forms.valueOf(unnamed, key));
            keys.forEach(k -> named.putIfAbsent(k, forms.valueOf(unnamed, k)));
        });
        return new Member(
                named,
                others,
                required,
                needs,
                count(schema, "minProperties", path, 0),
                count(schema, "maxProperties", path, Expr.UNBOUNDED));
    }

    private Iterable<Map.Entry<String, JsonNode>> requireObject(JsonNode schema, String keyword, String path) {
        JsonNode value = schema.path(keyword);
        if (!value.isMissingNode() && !value.isObject()) {
            throw problems.invalid(keyword, path, "expected an object, found " + value.getNodeType());
        }
        return value.properties();
    }

    /** The keys without a name of their own, divided by the patterns that they match. */
    private List<Keys> others(List<KeyPattern> patterns, String path, Conjunction rest) {
        List<Keys> divided = List.of(new Keys(json.textBody, Conjunction.TRUE));
        for (KeyPattern pattern : patterns) {
            List<Keys> finer = new ArrayList<>();
            for (Keys keys : divided) {
                addInhabited(
                        finer, e.and(keys.body(), pattern.body), keys.value().and(pattern.value));
                addInhabited(finer, e.and(keys.body(), e.not(pattern.body)), keys.value());
            }
            if (finer.size() > 64) {
                throw GrammarException.limit("the patterns at " + path + "/patternProperties overlap in too many ways");
            }
            divided = finer;
        }
        if (rest.isTrue()) {
            return divided;
        }
        // What matched no pattern is additional.
        Expr any = e.or(patterns.stream().map(KeyPattern::body).toList());
        List<Keys> result = new ArrayList<>();
        for (Keys keys : divided) {
            boolean additional = patterns.isEmpty() || !e.inhabited(e.and(keys.body(), any));
            result.add(additional ? new Keys(keys.body(), keys.value().and(rest)) : keys);
        }
        return result;
    }

    private void addInhabited(List<Keys> list, Expr body, Conjunction value) {
        if (e.inhabited(body)) {
            list.add(new Keys(body, value));
        }
    }

    private Conjunction matching(List<KeyPattern> patterns, String key) {
        Conjunction all = Conjunction.TRUE;
        e.checkTime();
        for (KeyPattern pattern : patterns) {
            if (e.matches(pattern.body, json.chars.encode(key))) {
                all = all.and(pattern.value);
            }
        }
        return all;
    }

    private static Map<String, Set<String>> needs(JsonNode schema) {
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        for (String keyword : List.of("dependentRequired", "dependencies")) {
            for (Map.Entry<String, JsonNode> entry : schema.path(keyword).properties()) {
                Set<String> keys = new LinkedHashSet<>();
                if (entry.getValue().isString()) {
                    keys.add(entry.getValue().asString());
                } else if (entry.getValue().isArray()) {
                    entry.getValue().forEach(key -> keys.add(key.asString()));
                }
                if (!keys.isEmpty()) {
                    needs.merge(entry.getKey(), keys, (a, b) -> {
                        a.addAll(b);
                        return a;
                    });
                }
            }
        }
        return needs;
    }

    private Conjunction subschema(JsonNode subschema, String path) {
        return subschema.isBoolean() && subschema.asBoolean() || subschema.isObject() && subschema.isEmpty()
                ? Conjunction.TRUE
                : Conjunction.of(document.number(subschema, path), false);
    }

    private Conjunction never() {
        return Conjunction.of(document.never(), false);
    }

    private int count(JsonNode schema, String keyword, String path, int otherwise) {
        JsonNode value = schema.get(keyword);
        if (value == null) {
            return otherwise;
        }
        if (!value.isNumber() || value.asDouble() < 0 || value.asDouble() != Math.floor(value.asDouble())) {
            throw problems.invalid(keyword, path, "expected a whole number from 0 on, found " + value);
        }
        // More than this is no limit for anything that a model writes.
        return value.asDouble() > 1_000_000 ? keyword.startsWith("max") ? Expr.UNBOUNDED : 1_000_000 : value.asInt();
    }
}
