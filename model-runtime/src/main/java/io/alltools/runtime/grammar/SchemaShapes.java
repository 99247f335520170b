package io.alltools.runtime.grammar;

import io.alltools.runtime.grammar.Form.Array;
import io.alltools.runtime.grammar.Form.Keys;
import io.alltools.runtime.grammar.Form.Member;
import io.alltools.runtime.grammar.Form.Scalars;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes shapes of forms and leaves out what no finite value satisfies, so that whoever follows a shape can always come
 * to an end.
 */
final class SchemaShapes {

    private final SchemaForms schema;
    private final Expressions e;
    private final JsonText json = JsonText.COMMON;
    private final LinkedHashMap<Conjunction, Form> met = new LinkedHashMap<>();
    private final Map<Conjunction, Boolean> possible = new HashMap<>();
    private final Map<Conjunction, ValueShape> shapes = new HashMap<>();

    SchemaShapes(SchemaForms schema, Expressions expressions) {
        this.schema = schema;
        this.e = expressions;
    }

    /**
     * The shape of a conjunction of subschemas.
     *
     * @throws GrammarException when no value satisfies it
     */
    ValueShape of(Conjunction root) {
        meet(root);
        findPossible();
        if (!isPossible(root)) {
            if (met.values().stream().anyMatch(form -> !form.exact())) {
                throw new GrammarException(
                        GrammarException.Kind.UNSUPPORTED,
                        "not",
                        "#",
                        "what is left by the keywords \"not\", \"oneOf\" or \"if\" of the schema at # can't be told");
            }
            throw new GrammarException(
                    GrammarException.Kind.UNSATISFIABLE,
                    "",
                    "#",
                    "no value satisfies the schema: its demands contradict");
        }
        for (Conjunction conjunction : met.keySet()) {
            if (isPossible(conjunction)) {
                shapes.put(conjunction, new ValueShape(e.empty));
            }
        }
        shapes.forEach((conjunction, shape) -> fill(shape, form(conjunction)));
        return shape(root);
    }

    private Form form(Conjunction conjunction) {
        return met.computeIfAbsent(conjunction, schema::of);
    }

    /** Looks at everything that can be reached; what can't be enforced shows here. */
    private void meet(Conjunction root) {
        Deque<Conjunction> open = new ArrayDeque<>();
        open.add(root);
        while (!open.isEmpty()) {
            Conjunction conjunction = open.remove();
            if (met.containsKey(conjunction)) {
                continue;
            }
            Form form = schema.of(conjunction);
            met.put(conjunction, form);
            for (Array array : form.arrays()) {
                open.addAll(array.prefix());
                open.add(array.rest());
            }
            for (Member object : form.objects()) {
                open.addAll(object.named().values());
                object.others().forEach(keys -> open.add(keys.value()));
            }
        }
    }

    /** The least fixed point: a value is possible when its necessary parts are. */
    private void findPossible() {
        boolean changed = true;
        while (changed) {
            changed = false;
            // What was met last is mostly a part of what was met first.
            for (Map.Entry<Conjunction, Form> entry : met.reversed().entrySet()) {
                e.checkTime();
                if (!isPossible(entry.getKey()) && isPossible(entry.getValue())) {
                    possible.put(entry.getKey(), true);
                    changed = true;
                }
            }
        }
    }

    private boolean isPossible(Conjunction conjunction) {
        return possible.getOrDefault(conjunction, false);
    }

    private boolean isPossible(Form form) {
        Scalars s = form.scalars();
        return s.isNull()
                || s.isTrue()
                || s.isFalse()
                || e.inhabited(s.number())
                || e.inhabited(s.text())
                || form.arrays().stream().anyMatch(this::isPossible)
                || form.objects().stream().anyMatch(this::isPossible);
    }

    private boolean isPossible(Array array) {
        for (int i = 0; i < Math.min(array.min(), array.prefix().size() + 1); i++) {
            if (!isPossible(array.item(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isPossible(Member object) {
        Set<String> required = closed(object);
        if (object.max() != Expr.UNBOUNDED && required.size() > object.max()) {
            return false;
        }
        for (String key : required) {
            if (!isPossible(schema.forms().valueOf(object, key))) {
                return false;
            }
        }
        return object.min() <= possibleKeys(object).size()
                || object.others().stream().anyMatch(keys -> isPossible(keys.value()));
    }

    /** Keys that must be there, and those that they need, and so on. */
    private static Set<String> closed(Member object) {
        return closed(object, object.required());
    }

    private static Set<String> closed(Member object, Set<String> keys) {
        Set<String> closed = new LinkedHashSet<>(keys);
        Deque<String> open = new ArrayDeque<>(keys);
        while (!open.isEmpty()) {
            for (String needed : object.needs().getOrDefault(open.remove(), Set.of())) {
                if (closed.add(needed)) {
                    open.add(needed);
                }
            }
        }
        return closed;
    }

    /** Named keys that may be there: with all they need they are possible, and not too many. */
    private List<String> possibleKeys(Member object) {
        return object.named().keySet().stream()
                .filter(key -> mayBeThere(object, key))
                .toList();
    }

    private boolean mayBeThere(Member object, String key) {
        e.checkTime();
        if (object.needs().isEmpty()) {
            return isPossible(schema.forms().valueOf(object, key));
        }
        Set<String> with = new LinkedHashSet<>(object.required());
        with.add(key);
        Set<String> closed = closed(object, with);
        return (object.max() == Expr.UNBOUNDED || closed.size() <= object.max())
                && closed.stream().allMatch(k -> isPossible(schema.forms().valueOf(object, k)));
    }

    private ValueShape shape(Conjunction conjunction) {
        ValueShape shape = shapes.get(conjunction);
        if (shape == null) {
            throw new IllegalStateException("a value that is not possible has no shape");
        }
        return shape;
    }

    private void fill(ValueShape shape, Form form) {
        Scalars s = form.scalars();
        List<Expr> ways = new ArrayList<>();
        if (s.isNull()) {
            ways.add(json.nullLiteral);
        }
        if (s.isTrue()) {
            ways.add(json.trueLiteral);
        }
        if (s.isFalse()) {
            ways.add(json.falseLiteral);
        }
        if (e.inhabited(s.number())) {
            ways.add(s.number());
        }
        if (e.inhabited(s.text())) {
            ways.add(e.concat(json.quote, e.concat(s.text(), json.quote)));
        }
        shape.fill(
                e.or(ways),
                form.arrays().stream().filter(this::isPossible).map(this::array).toList(),
                form.objects().stream()
                        .filter(this::isPossible)
                        .map(this::object)
                        .toList());
    }

    private ArrayShape array(Array array) {
        List<ValueShape> prefix = new ArrayList<>();
        for (Conjunction item : array.prefix()) {
            if (!isPossible(item)) {
                // No item can stand here, so the array ends before.
                return new ArrayShape(prefix, anyShape(prefix), array.min(), atMost(array.max(), prefix.size()));
            }
            prefix.add(shape(item));
        }
        return isPossible(array.rest())
                ? new ArrayShape(prefix, shape(array.rest()), array.min(), array.max())
                : new ArrayShape(prefix, anyShape(prefix), array.min(), atMost(array.max(), prefix.size()));
    }

    private ValueShape anyShape(List<ValueShape> prefix) {
        return prefix.isEmpty() ? new ValueShape(e.empty) : prefix.getLast();
    }

    private static int atMost(int max, int bound) {
        return max == Expr.UNBOUNDED ? bound : Math.min(max, bound);
    }

    private ObjectShape object(Member object) {
        List<String> names = possibleKeys(object);
        Map<String, Integer> numbers = new HashMap<>();
        List<byte[]> texts = new ArrayList<>();
        List<Expr> ends = new ArrayList<>();
        List<ValueShape> values = new ArrayList<>();
        for (String name : names) {
            numbers.put(name, values.size());
            ends.add(e.concat(json.quote, e.tag(values.size())));
            values.add(shape(schema.forms().valueOf(object, name)));
            texts.add(json.chars.encode(name));
        }
        List<BitSet> needs = new ArrayList<>();
        for (String name : names) {
            // All that follows from a key counts at once, so that what follows still has room.
            needs.add(bits(closed(object, Set.of(name)), numbers));
        }
        Expr keys = names.isEmpty() ? e.empty : e.concat(json.quote, e.oneOf(texts, ends));
        return new ObjectShape(
                keys, values, others(object), bits(closed(object), numbers), needs, object.min(), object.max());
    }

    private static BitSet bits(Set<String> keys, Map<String, Integer> numbers) {
        BitSet bits = new BitSet();
        for (String key : keys) {
            Integer number = numbers.get(key);
            if (number == null) {
                throw new IllegalStateException("the key \"" + key + "\" is needed but has no name");
            }
            bits.set(number);
        }
        return bits;
    }

    /** Keys without a name of their own never spell one that has. */
    private List<ObjectShape.KeyClass> others(Member object) {
        List<byte[]> taken =
                object.named().keySet().stream().map(json.chars::encode).toList();
        Expr named = e.oneOf(taken, java.util.Collections.nCopies(taken.size(), e.epsilon));
        List<ObjectShape.KeyClass> others = new ArrayList<>();
        for (Keys keys : object.others()) {
            Expr body = named == e.empty ? keys.body() : e.and(keys.body(), e.not(named));
            if (isPossible(keys.value()) && e.inhabited(body)) {
                others.add(new ObjectShape.KeyClass(
                        e.concat(json.quote, e.concat(body, json.quote)), shape(keys.value())));
            }
        }
        return others;
    }
}
