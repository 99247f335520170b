package io.alltools.runtime.grammar;

import io.alltools.runtime.grammar.Form.Array;
import io.alltools.runtime.grammar.Form.Member;
import io.alltools.runtime.grammar.Form.Scalars;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

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
    private final SchemaFields fields;
    private final JsonText json = JsonText.COMMON;
    private final NumberKeywords numbers;
    private final StringKeywords strings;
    private final ObjectKeywords objects;
    private final ConstantKeywords constants;

    TypeKeywords(SchemaDocument document, Expressions expressions, Forms forms, SchemaProblems problems) {
        this.document = document;
        this.e = expressions;
        this.forms = forms;
        this.problems = problems;
        this.fields = new SchemaFields(problems);
        this.numbers = new NumberKeywords(expressions, fields, problems);
        this.strings = new StringKeywords(expressions, fields, problems);
        this.objects = new ObjectKeywords(document, expressions, forms, fields, strings);
        this.constants = new ConstantKeywords(document, expressions, forms, fields, problems);
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
            form = forms.and(form, constants.values(schema.get("enum"), path + "/enum"));
        }
        if (schema.has("const")) {
            form = forms.and(form, constants.value(schema.get("const"), path + "/const"));
        }
        Form assertions = new Form(
                new Scalars(true, true, true, numbers.read(schema, path), strings.read(schema, path)),
                List.of(array(schema, path)),
                List.of(objects.read(schema, path)));
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
            case "null" -> Form.of(new Scalars(true, false, false, none, none));
            case "boolean" -> Form.of(new Scalars(false, true, true, none, none));
            case "integer" -> Form.of(new Scalars(false, false, false, json.integer, none));
            case "number" -> Form.of(new Scalars(false, false, false, json.number, none));
            case "string" -> Form.of(new Scalars(false, false, false, none, json.anyBody));
            case "array" -> new Form(forms.noScalars(), forms.any.arrays(), List.of());
            case "object" -> new Form(forms.noScalars(), List.of(), forms.any.objects());
            case "any" -> forms.any;
            default -> forms.none;
        };
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
        int min = fields.count(schema, "minItems", path, 0);
        int max = fields.count(schema, "maxItems", path, Expr.UNBOUNDED);
        if (prefix == null && rest == null && min == 0 && max == Expr.UNBOUNDED) {
            return Array.ANY;
        }
        List<Conjunction> first = new ArrayList<>();
        if (prefix != null) {
            for (JsonNode item : prefix) {
                first.add(document.conjunction(item, path + "/" + prefixKeyword + "/" + first.size()));
            }
        }
        return new Array(
                List.copyOf(first),
                rest == null ? Conjunction.TRUE : document.conjunction(rest, path + "/" + restKeyword),
                min,
                max);
    }
}
