package io.alltools.runtime.grammar;

import io.alltools.runtime.grammar.Form.Keys;
import io.alltools.runtime.grammar.Form.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads the keywords of objects, but for those that apply whole schemas. */
final class ObjectKeywords {

    private final SchemaDocument document;
    private final Expressions e;
    private final Forms forms;
    private final SchemaFields fields;
    private final StringKeywords strings;
    private final JsonText json = JsonText.COMMON;

    ObjectKeywords(
            SchemaDocument document,
            Expressions expressions,
            Forms forms,
            SchemaFields fields,
            StringKeywords strings) {
        this.document = document;
        this.e = expressions;
        this.forms = forms;
        this.fields = fields;
        this.strings = strings;
    }

    /** What the values of keys that match must satisfy. */
    private record KeyPattern(Expr body, Conjunction value) {}

    /** The objects that a schema allows. */
    Member read(JsonNode schema, String path) {
        Map<String, Conjunction> named = new LinkedHashMap<>();
        JsonNode additional = schema.get("additionalProperties");
        Conjunction rest = additional == null
                ? Conjunction.TRUE
                : document.conjunction(additional, path + "/additionalProperties");
        List<KeyPattern> patterns = new ArrayList<>();
        boolean ignored = false;
        for (Map.Entry<String, JsonNode> entry : fields.members(schema, "patternProperties", path)) {
            Expr body = strings.regex(JsonNodeFactory.instance.stringNode(entry.getKey()), "patternProperties", path);
            if (body == null) {
                ignored = true;
            } else {
                String place = SchemaDocument.below(path, "patternProperties", entry.getKey());
                patterns.add(new KeyPattern(body, document.conjunction(entry.getValue(), place)));
            }
        }
        // Where a pattern is ignored nobody knows which keys are additional.
        List<Keys> others = others(patterns, path, ignored ? Conjunction.TRUE : rest);
        // A key that is named must satisfy the patterns that it matches too.
        Member unnamed = new Member(Map.of(), others, Set.of(), Map.of(), 0, Expr.UNBOUNDED);
        for (Map.Entry<String, JsonNode> property : fields.members(schema, "properties", path)) {
            String key = property.getKey();
            Conjunction own = document.conjunction(property.getValue(), SchemaDocument.below(path, "properties", key));
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
                fields.count(schema, "minProperties", path, 0),
                fields.count(schema, "maxProperties", path, Expr.UNBOUNDED));
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
}
