package io.alltools.runtime.grammar;

import io.alltools.runtime.grammar.Form.Array;
import io.alltools.runtime.grammar.Form.Keys;
import io.alltools.runtime.grammar.Form.Member;
import io.alltools.runtime.grammar.Form.Scalars;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** And, or and not of {@link Form forms}. */
final class Forms {

    private static final int MAX_ALTERNATIVES = 512;

    /** Of keys and items in all forms together: they are what takes memory. */
    private static final int MAX_PARTS = 1_000_000;

    /** How far along an array a violation of what all items must be is looked for. */
    private static final int WITNESS_PLACES = 4;

    private final Expressions e;
    private final JsonText json;
    private final Expr plainNumber;
    private long parts;

    final Form any;
    final Form none;

    Forms(Expressions expressions) {
        this.e = expressions;
        this.json = JsonText.COMMON;
        this.plainNumber = plainNumber();
        this.any = new Form(
                new Scalars(true, true, true, json.number, json.anyBody), List.of(Array.ANY), List.of(anyObject()));
        this.none = new Form(noScalars(), List.of(), List.of());
    }

    /** Every number in one spelling: without exponent, zeros at the end, and minus before zero. */
    private Expr plainNumber() {
        Expr digits = e.repeat(e.bytes(ByteSet.range('0', '9')), 0, JsonText.MAX_DIGITS - 1);
        Expr notZero = e.bytes(ByteSet.range('1', '9'));
        Expr zero = e.bytes(ByteSet.of('0'));
        Expr fraction = e.concat(e.bytes(ByteSet.of('.')), e.concat(digits, notZero));
        Expr notWhole = e.concat(zero, fraction);
        Expr large = e.concat(notZero, e.concat(digits, e.optional(fraction)));
        Expr minus = e.optional(e.bytes(ByteSet.of('-')));
        return e.or(zero, e.concat(minus, e.or(notWhole, large)));
    }

    Scalars noScalars() {
        return new Scalars(false, false, false, e.empty, e.empty);
    }

    Member anyObject() {
        return new Member(
                Map.of(), List.of(new Keys(json.textBody, Conjunction.TRUE)), Set.of(), Map.of(), 0, Expr.UNBOUNDED);
    }

    Form and(Form a, Form b) {
        if (a.equals(any)) {
            return b;
        }
        if (b.equals(any)) {
            return a;
        }
        Set<Array> arrays = new LinkedHashSet<>();
        for (Array x : a.arrays()) {
            for (Array y : b.arrays()) {
                arrays.add(and(x, y));
                checkAlternatives(arrays.size());
            }
        }
        Set<Member> objects = new LinkedHashSet<>();
        for (Member x : a.objects()) {
            for (Member y : b.objects()) {
                objects.add(and(x, y));
                checkAlternatives(objects.size());
            }
        }
        return form(and(a.scalars(), b.scalars()), arrays, objects, a.exact() && b.exact());
    }

    Form or(Form a, Form b) {
        Scalars x = a.scalars();
        Scalars y = b.scalars();
        Scalars scalars = new Scalars(
                x.isNull() || y.isNull(),
                x.isTrue() || y.isTrue(),
                x.isFalse() || y.isFalse(),
                or(x.number(), y.number(), json.number),
                or(x.text(), y.text(), json.anyBody));
        Set<Array> arrays = new LinkedHashSet<>(a.arrays());
        arrays.addAll(b.arrays());
        Set<Member> objects = new LinkedHashSet<>(a.objects());
        objects.addAll(b.objects());
        return form(
                scalars,
                arrays.contains(Array.ANY) ? Set.of(Array.ANY) : arrays,
                objects.contains(anyObject()) ? Set.of(anyObject()) : objects,
                a.exact() && b.exact());
    }

    private void checkAlternatives(int alternatives) {
        if (alternatives > MAX_ALTERNATIVES) {
            throw GrammarException.limit("more than " + MAX_ALTERNATIVES + " alternatives of one value");
        }
    }

    /** Counts the parts of a new alternative. */
    private void spend(int more) {
        parts += 1 + more;
        if (parts > MAX_PARTS) {
            throw GrammarException.limit("more than " + MAX_PARTS + " keys and items in all its alternatives");
        }
        e.checkTime();
    }

    private Form form(Scalars scalars, Set<Array> arrays, Set<Member> objects, boolean exact) {
        checkAlternatives(arrays.size() + objects.size());
        return new Form(
                scalars,
                arrays.stream()
                        .filter(array -> array.max() == Expr.UNBOUNDED || array.min() <= array.max())
                        .toList(),
                objects.stream()
                        .filter(object -> object.max() == Expr.UNBOUNDED || object.min() <= object.max())
                        .toList(),
                exact);
    }

    private Scalars and(Scalars a, Scalars b) {
        return new Scalars(
                a.isNull() && b.isNull(),
                a.isTrue() && b.isTrue(),
                a.isFalse() && b.isFalse(),
                and(a.number(), b.number(), json.number),
                and(a.text(), b.text(), json.anyBody));
    }

    private Expr and(Expr a, Expr b, Expr all) {
        return a == all ? b : b == all ? a : e.and(a, b);
    }

    private Expr or(Expr a, Expr b, Expr all) {
        return a == all || b == all ? all : e.or(a, b);
    }

    private Array and(Array a, Array b) {
        if (a.equals(Array.ANY)) {
            return b;
        }
        spend(Math.max(a.prefix().size(), b.prefix().size()));
        List<Conjunction> prefix = new ArrayList<>();
        for (int i = 0; i < Math.max(a.prefix().size(), b.prefix().size()); i++) {
            prefix.add(a.item(i).and(b.item(i)));
        }
        return new Array(
                List.copyOf(prefix), a.rest().and(b.rest()), Math.max(a.min(), b.min()), smaller(a.max(), b.max()));
    }

    private Member and(Member a, Member b) {
        spend(a.named().size()
                + b.named().size()
                + a.others().size() * b.others().size());
        Map<String, Conjunction> named = new LinkedHashMap<>();
        for (String name : a.named().keySet()) {
            named.put(name, valueOf(a, name).and(valueOf(b, name)));
        }
        for (String name : b.named().keySet()) {
            named.computeIfAbsent(name, n -> valueOf(a, n).and(valueOf(b, n)));
        }
        List<Keys> others = new ArrayList<>();
        for (Keys x : a.others()) {
            for (Keys y : b.others()) {
                Expr body = and(x.body(), y.body(), json.textBody);
                if (e.inhabited(body)) {
                    others.add(new Keys(body, x.value().and(y.value())));
                }
            }
        }
        Set<String> required = new LinkedHashSet<>(a.required());
        required.addAll(b.required());
        Map<String, Set<String>> needs = new LinkedHashMap<>(a.needs());
        b.needs().forEach((key, keys) -> needs.merge(key, keys, Forms::union));
        return new Member(named, others, required, needs, Math.max(a.min(), b.min()), smaller(a.max(), b.max()));
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        Set<String> all = new LinkedHashSet<>(a);
        all.addAll(b);
        return all;
    }

    /** What an object demands of the value of a key. */
    Conjunction valueOf(Member object, String key) {
        Conjunction named = object.named().get(key);
        if (named != null) {
            return named;
        }
        for (Keys keys : object.others()) {
            if (keys.body() == json.textBody || e.matches(keys.body(), json.chars.encode(key))) {
                return keys.value();
            }
        }
        // The expressions divide all keys; only what is no text can be in none.
        return Conjunction.TRUE;
    }

    private static int smaller(int a, int b) {
        return a == Expr.UNBOUNDED ? b : b == Expr.UNBOUNDED ? a : Math.min(a, b);
    }

    /**
     * What does not satisfy a form. Where that can't be said exactly it is less: a violation far along an array, or by
     * a key that has no name here, is left out. Numbers and texts have one spelling each in it, so that an excluded one
     * can't come back in another.
     *
     * @param form an exact one, else the result is more than it should be
     * @param never what no value satisfies
     */
    Form not(Form form, Conjunction never) {
        Scalars s = form.scalars();
        Scalars scalars = new Scalars(
                !s.isNull(),
                !s.isTrue(),
                !s.isFalse(),
                s.number() == e.empty
                        ? json.number
                        : s.number() == json.number ? e.empty : without(s.number(), plainNumber),
                s.text() == e.empty
                        ? json.anyBody
                        : s.text() == json.anyBody ? e.empty : without(s.text(), json.textBody));
        Form result = new Form(scalars, List.of(Array.ANY), List.of(anyObject()));
        for (Array array : form.arrays()) {
            result = and(result, new Form(any.scalars(), not(array), any.objects(), hasNearViolation(array)));
        }
        for (Member object : form.objects()) {
            boolean exact =
                    object.others().stream().allMatch(keys -> keys.value().isTrue());
            result = and(result, new Form(any.scalars(), any.arrays(), not(object, never), exact));
        }
        return result;
    }

    private Expr without(Expr excluded, Expr from) {
        Expr rest = e.and(from, e.not(excluded));
        return e.inhabited(rest) ? rest : e.empty;
    }

    private static boolean hasNearViolation(Array array) {
        return array.rest().isTrue()
                || array.max() != Expr.UNBOUNDED
                        && array.max() <= array.prefix().size() + WITNESS_PLACES;
    }

    private static List<Array> not(Array array) {
        List<Array> ways = new ArrayList<>();
        if (array.min() > 0) {
            ways.add(new Array(List.of(), Conjunction.TRUE, 0, array.min() - 1));
        }
        if (array.max() != Expr.UNBOUNDED) {
            ways.add(new Array(List.of(), Conjunction.TRUE, array.max() + 1, Expr.UNBOUNDED));
        }
        for (int i = 0; i < array.prefix().size() + WITNESS_PLACES; i++) {
            for (Conjunction violation : array.item(i).violations()) {
                List<Conjunction> prefix = new ArrayList<>();
                for (int before = 0; before < i; before++) {
                    prefix.add(Conjunction.TRUE);
                }
                prefix.add(violation);
                ways.add(new Array(List.copyOf(prefix), Conjunction.TRUE, i + 1, Expr.UNBOUNDED));
            }
        }
        return ways;
    }

    private List<Member> not(Member object, Conjunction never) {
        List<Member> ways = new ArrayList<>();
        for (String key : object.required()) {
            ways.add(with(Map.of(key, never), Set.of(), 0, Expr.UNBOUNDED));
        }
        object.named().forEach((key, value) -> {
            for (Conjunction violation : value.violations()) {
                ways.add(with(Map.of(key, violation), Set.of(key), 0, Expr.UNBOUNDED));
            }
        });
        object.needs().forEach((key, needed) -> {
            for (String missing : needed) {
                if (!missing.equals(key)) {
                    ways.add(with(Map.of(missing, never, key, Conjunction.TRUE), Set.of(key), 0, Expr.UNBOUNDED));
                }
            }
        });
        if (object.min() > 0) {
            ways.add(with(Map.of(), Set.of(), 0, object.min() - 1));
        }
        if (object.max() != Expr.UNBOUNDED) {
            ways.add(with(Map.of(), Set.of(), object.max() + 1, Expr.UNBOUNDED));
        }
        return ways;
    }

    private Member with(Map<String, Conjunction> named, Set<String> required, int min, int max) {
        return new Member(named, anyObject().others(), required, Map.of(), min, max);
    }
}
