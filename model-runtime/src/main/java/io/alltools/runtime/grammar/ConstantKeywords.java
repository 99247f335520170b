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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads {@code enum} and {@code const}. */
final class ConstantKeywords {

    private final SchemaDocument document;
    private final Expressions e;
    private final Forms forms;
    private final SchemaFields fields;
    private final SchemaProblems problems;
    private final JsonText json = JsonText.COMMON;

    ConstantKeywords(
            SchemaDocument document,
            Expressions expressions,
            Forms forms,
            SchemaFields fields,
            SchemaProblems problems) {
        this.document = document;
        this.e = expressions;
        this.forms = forms;
        this.fields = fields;
        this.problems = problems;
    }

    /** One of some values. */
    Form values(JsonNode values, String path) {
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
        return forms.or(form, Form.of(new Scalars(false, false, false, e.empty, oneOf)));
    }

    /** Exactly this value. */
    Form value(JsonNode value, String path) {
        Expr none = e.empty;
        return switch (value.getNodeType()) {
            case NULL -> Form.of(new Scalars(true, false, false, none, none));
            case BOOLEAN -> Form.of(new Scalars(false, value.asBoolean(), !value.asBoolean(), none, none));
            case NUMBER -> Form.of(new Scalars(false, false, false, spellings(value, path), none));
            case STRING ->
                Form.of(new Scalars(false, false, false, none, e.literal(json.chars.encode(value.asString()))));
            case ARRAY -> {
                List<Conjunction> items = new ArrayList<>();
                for (JsonNode item : value) {
                    items.add(constant(item, path));
                }
                yield new Form(
                        forms.noScalars(),
                        List.of(new Array(List.copyOf(items), document.neverSatisfied(), items.size(), items.size())),
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
                                List.of(new Keys(json.textBody, document.neverSatisfied())),
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
        return document.conjunction(schema, path);
    }

    /** A number as it stands in the schema, and as digits. */
    private Expr spellings(JsonNode value, String path) {
        Set<String> spellings = new LinkedHashSet<>();
        BigDecimal number = fields.decimal(value, "const", path);
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
}
