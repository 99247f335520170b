package io.alltools.runtime.grammar;

import io.alltools.runtime.grammar.Form.Array;
import io.alltools.runtime.grammar.Form.Keys;
import io.alltools.runtime.grammar.Form.Member;
import io.alltools.runtime.grammar.Form.Scalars;
import io.alltools.runtime.grammar.GrammarException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads subschemas into {@link Form forms}: combines what keywords, references and applicators say. */
final class SchemaForms {

    /** How deep two alternatives are compared before they count as overlapping. */
    private static final int OVERLAP_DEPTH = 6;

    /** How many subschemas may refer to each other without a value between. */
    private static final int MAX_CHAIN = 1000;

    private final SchemaDocument document;
    private final Expressions e;
    private final Forms forms;
    private final TypeKeywords types;
    private final SchemaProblems problems;
    private final GrammarLimits limits;
    private final Map<Integer, Form> ofTerm = new HashMap<>();
    private final Set<Integer> underWay = new HashSet<>();
    private int lookingAhead;
    private final Map<Conjunction, Form> ofConjunction = new HashMap<>();

    SchemaForms(SchemaDocument document, Expressions expressions, SchemaProblems problems, GrammarLimits limits) {
        this.document = document;
        this.e = expressions;
        this.forms = new Forms(expressions);
        this.problems = problems;
        this.types = new TypeKeywords(document, expressions, forms, problems);
        this.limits = limits;
        expressions.until(System.nanoTime() + limits.compileTime().toNanos());
    }

    Forms forms() {
        return forms;
    }

    Conjunction root() {
        return Conjunction.of(document.number(document.root(), "#"), false);
    }

    /** What all of some subschemas allow together. */
    Form of(Conjunction conjunction) {
        Form known = ofConjunction.get(conjunction);
        if (known != null) {
            return known;
        }
        checkCost();
        Form form = forms.any;
        for (int term : conjunction.terms()) {
            form = forms.and(form, ofTerm(term));
        }
        ofConjunction.put(conjunction, form);
        return form;
    }

    private void checkCost() {
        if (ofConjunction.size() + ofTerm.size() > limits.nodes()) {
            throw GrammarException.limit("more than " + limits.nodes() + " combinations of subschemas");
        }
        if (underWay.size() > MAX_CHAIN) {
            throw GrammarException.limit("more than " + MAX_CHAIN + " subschemas that lead to each other");
        }
        e.checkTime();
    }

    private Form ofTerm(int term) {
        Form known = ofTerm.get(term);
        if (known != null) {
            return known;
        }
        checkCost();
        int number = term >> 1;
        String path = document.path(number);
        if (!underWay.add(term)) {
            if (lookingAhead > 0) {
                throw new UnfinishedSchemaException();
            }
            throw new GrammarException(
                    Kind.INVALID,
                    "$ref",
                    path,
                    "the schema at " + path + " refers to itself without any value between");
        }
        try {
            Form form = (term & 1) == 1 ? negated(number, path) : read(document.subschema(number), path);
            ofTerm.put(term, form);
            return form;
        } finally {
            underWay.remove(term);
        }
    }

    private Form negated(int number, String path) {
        JsonNode schema = document.subschema(number);
        if (schema.size() == 1 && schema.has("not")) {
            return ofSubschema(schema.get("not"), path + "/not");
        }
        Form form = ofTerm(2 * number);
        if (!form.exact()) {
            problems.unsupported("not", path, "the opposite of what is said there can't be told exactly");
        }
        return forms.not(form, document.neverSatisfied());
    }

    private Form ofSubschema(JsonNode subschema, String path) {
        return ofTerm(2 * document.number(subschema, path));
    }

    private Form read(JsonNode schema, String path) {
        if (schema.isBoolean()) {
            return schema.asBoolean() ? forms.any : forms.none;
        }
        if (!schema.isObject()) {
            throw problems.invalid(
                    "", path, "expected a schema, which is an object or a boolean, found " + schema.getNodeType());
        }
        JsonNode reference = schema.get("$ref");
        Form form = forms.any;
        if (reference != null && reference.isString()) {
            form = ofTerm(2 * document.resolve(reference.asString(), schema, path));
            if (!document.siblingsOfRefCount()) {
                return form;
            }
        }
        types.reportUnsupported(schema, path);
        form = forms.and(form, types.read(schema, path));
        form = forms.and(form, propertyNames(schema, path));
        form = forms.and(form, allOf(schema, path));
        form = forms.and(form, anyOf(schema, path));
        form = forms.and(form, oneOf(schema, path, form));
        JsonNode not = schema.get("not");
        if (not != null) {
            form = forms.and(form, ofTerm(2 * document.number(not, path + "/not") + 1));
        }
        form = forms.and(form, conditional(schema, path));
        return forms.and(form, dependent(schema, path));
    }

    private Form propertyNames(JsonNode schema, String path) {
        JsonNode names = schema.get("propertyNames");
        if (names == null) {
            return forms.any;
        }
        Expr allowed = ofSubschema(names, path + "/propertyNames").scalars().text();
        if (allowed == JsonText.COMMON.anyBody) {
            return forms.any;
        }
        Expr text = JsonText.COMMON.textBody;
        List<Keys> keys = new ArrayList<>();
        keys.add(new Keys(allowed, Conjunction.TRUE));
        keys.add(new Keys(e.and(text, e.not(allowed)), document.neverSatisfied()));
        keys.removeIf(k -> !e.inhabited(k.body()));
        return types.objects(new Member(Map.of(), keys, Set.of(), Map.of(), 0, Expr.UNBOUNDED));
    }

    private Form allOf(JsonNode schema, String path) {
        Form form = forms.any;
        int i = 0;
        for (JsonNode part : schema.path("allOf")) {
            form = forms.and(form, ofSubschema(part, path + "/allOf/" + i++));
        }
        return form;
    }

    private Form anyOf(JsonNode schema, String path) {
        JsonNode parts = schema.path("anyOf");
        if (parts.isEmpty()) {
            return forms.any;
        }
        Form form = forms.none;
        int i = 0;
        for (JsonNode part : parts) {
            form = forms.or(form, ofSubschema(part, path + "/anyOf/" + i++));
        }
        return form;
    }

    /** Alternatives that exclude each other are a choice; from others what they share is taken out. */
    private Form oneOf(JsonNode schema, String path, Form context) {
        JsonNode parts = schema.path("oneOf");
        if (parts.isEmpty()) {
            return forms.any;
        }
        List<Form> alternatives = new ArrayList<>();
        for (JsonNode part : parts) {
            alternatives.add(ofSubschema(part, path + "/oneOf/" + alternatives.size()));
        }
        Form form = forms.none;
        for (int i = 0; i < alternatives.size(); i++) {
            Form only = alternatives.get(i);
            for (int j = 0; j < alternatives.size(); j++) {
                e.checkTime();
                if (i != j && mayHold(forms.and(context, forms.and(only, alternatives.get(j))), OVERLAP_DEPTH)) {
                    int other = document.number(parts.get(j), path + "/oneOf/" + j);
                    only = forms.and(only, ofTerm(2 * other + 1));
                }
            }
            form = forms.or(form, only);
        }
        return form;
    }

    /** False only when certainly no value satisfies the form. */
    boolean mayHold(Form form, int depth) {
        e.checkTime();
        Scalars s = form.scalars();
        if (!form.exact()
                || s.isNull()
                || s.isTrue()
                || s.isFalse()
                || e.inhabited(s.number())
                || e.inhabited(s.text())) {
            return true;
        }
        if (depth == 0) {
            return !form.arrays().isEmpty() || !form.objects().isEmpty();
        }
        for (Array array : form.arrays()) {
            boolean possible = true;
            for (int i = 0; i < Math.min(array.min(), array.prefix().size() + 1) && possible; i++) {
                possible = mayHold(array.item(i), depth - 1);
            }
            if (possible) {
                return true;
            }
        }
        for (Member object : form.objects()) {
            boolean possible =
                    object.max() == Expr.UNBOUNDED || object.required().size() <= object.max();
            for (String key : object.required()) {
                possible = possible && mayHold(forms.valueOf(object, key), depth - 1);
            }
            if (possible) {
                return true;
            }
        }
        return false;
    }

    /** What is being read right now counts as possible: nothing is known of it yet. */
    private boolean mayHold(Conjunction conjunction, int depth) {
        lookingAhead++;
        try {
            return mayHold(of(conjunction), depth);
        } catch (UnfinishedSchemaException unknown) {
            return true;
        } finally {
            lookingAhead--;
        }
    }

    /** Looking into the parts of a value met a subschema that is being read. */
    private static final class UnfinishedSchemaException extends RuntimeException {
        UnfinishedSchemaException() {
            super("being read", null, false, false);
        }
    }

    private Form conditional(JsonNode schema, String path) {
        JsonNode condition = schema.get("if");
        if (condition == null || !schema.has("then") && !schema.has("else")) {
            return forms.any;
        }
        int number = document.number(condition, path + "/if");
        Form then = schema.has("then") ? ofSubschema(schema.get("then"), path + "/then") : forms.any;
        Form otherwise = schema.has("else") ? ofSubschema(schema.get("else"), path + "/else") : forms.any;
        return forms.or(forms.and(ofTerm(2 * number), then), forms.and(ofTerm(2 * number + 1), otherwise));
    }

    /** {@code dependentSchemas}, and the schemas among draft 7's {@code dependencies}. */
    private Form dependent(JsonNode schema, String path) {
        Form form = forms.any;
        for (String keyword : List.of("dependentSchemas", "dependencies")) {
            for (Map.Entry<String, JsonNode> entry : schema.path(keyword).properties()) {
                if (entry.getValue().isArray() || entry.getValue().isString()) {
                    continue;
                }
                String key = entry.getKey();
                Form absent = types.objects(demanding(Map.of(key, document.neverSatisfied()), Set.of()));
                Form present = types.objects(demanding(Map.of(), Set.of(key)));
                Form then = ofSubschema(entry.getValue(), SchemaDocument.below(path, keyword, key));
                form = forms.and(form, forms.or(absent, forms.and(present, then)));
            }
        }
        return form;
    }

    private Member demanding(Map<String, Conjunction> named, Set<String> required) {
        Map<String, Conjunction> all = new LinkedHashMap<>(named);
        // A key that is asked for has a name.
        required.forEach(key -> all.putIfAbsent(key, Conjunction.TRUE));
        return new Member(
                all,
                List.of(new Keys(JsonText.COMMON.textBody, Conjunction.TRUE)),
                new LinkedHashSet<>(required),
                Map.of(),
                0,
                Expr.UNBOUNDED);
    }
}
