package io.alltools.trajectories.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns a logical form of GrailQA (Gu et al. 2021), such as {@code (AND film.film (JOIN film.film.genre m.0g))}, into
 * the queries that come to the same. Queries follow relations forward only: where the form goes against one, its
 * inverse is looked for in the graph.
 */
final class LogicalForm {

    private static final Pattern TOKEN = Pattern.compile("[()]|[^()\\s]+");
    private static final Pattern ENTITY = Pattern.compile("[mf]\\.\\w+");
    private static final int MAX_DEPTH = 50;

    private final TripleStore graph;
    private final Deque<String> tokens;
    private final List<Query> plan = new ArrayList<>();
    private int variables;

    private LogicalForm(TripleStore graph, Deque<String> tokens) {
        this.graph = graph;
        this.tokens = tokens;
    }

    /**
     * @param name an entity's id or a variable
     * @param members empty for a number, of which nothing more can be asked
     */
    private record Value(String name, BitSet members) {}

    /** The entities that a form names. */
    static List<String> entities(String form) {
        return tokens(form).stream()
                .filter(token -> ENTITY.matcher(token).matches())
                .toList();
    }

    /** How many relations a form follows. */
    static long hops(String form) {
        return tokens(form).stream().filter("JOIN"::equals).count();
    }

    /** @throws IllegalArgumentException when the form is broken or the seven functions can't say it */
    static List<Query> plan(String form, TripleStore graph) {
        LogicalForm read = new LogicalForm(graph, tokens(form));
        read.value(0);
        if (!read.tokens.isEmpty()) {
            throw new IllegalArgumentException(
                    "the logical form goes on after its end: " + String.join(" ", read.tokens));
        }
        return List.copyOf(read.plan);
    }

    private static Deque<String> tokens(String form) {
        Deque<String> tokens = new ArrayDeque<>();
        Matcher token = TOKEN.matcher(form);
        while (token.find()) {
            tokens.add(token.group());
        }
        return tokens;
    }

    private Value value(int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("the logical form is nested deeper than " + MAX_DEPTH);
        }
        String token = next();
        if (!token.equals("(")) {
            OptionalInt entity = graph.entity(token);
            if (entity.isEmpty()) {
                throw new IllegalArgumentException("the logical form names \"" + token + "\", which the graph has not");
            }
            BitSet one = new BitSet();
            one.set(entity.getAsInt());
            return new Value(token, one);
        }
        String operator = next();
        Value value = switch (operator) {
            case "JOIN" -> join(depth);
            case "AND" -> and(depth);
            case "COUNT" -> {
                Value of = value(depth + 1);
                yield made(Query.of(Function.COUNT, of.name), new BitSet());
            }
            case "ARGMAX", "ARGMIN" -> extreme(operator.equals("ARGMAX"), depth);
            default ->
                throw new IllegalArgumentException("the logical form's " + operator
                        + " has no query function: expected JOIN, AND, COUNT, ARGMAX or ARGMIN");
        };
        expect(")");
        return value;
    }

    private Value join(int depth) {
        boolean forward = "(".equals(tokens.peek());
        if (forward) {
            next();
            expect("R");
        }
        String relation = next();
        if (forward) {
            expect(")");
        }
        Value from = value(depth + 1);
        BitSet found = forward ? graph.objects(from.members, relation) : graph.subjects(from.members, relation);
        String followed = forward ? relation : inverse(relation, from.members, found);
        plan.add(Query.of(Function.GET_RELATIONS, from.name));
        return made(Query.of(Function.GET_NEIGHBORS, from.name, followed), found);
    }

    /** A relation that leads from the entities to just those that lead to them. */
    private String inverse(String relation, BitSet from, BitSet to) {
        return graph.relations(from).stream()
                .filter(candidate -> graph.objects(from, candidate).equals(to))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the logical form goes against " + relation + ", of which the graph has no inverse here"));
    }

    private Value and(int depth) {
        if (isType(tokens.peek())) {
            next();
            return value(depth + 1);
        }
        Value one = value(depth + 1);
        if (isType(tokens.peek())) {
            next();
            return one;
        }
        Value two = value(depth + 1);
        BitSet both = (BitSet) one.members.clone();
        both.and(two.members);
        return made(Query.of(Function.INTERSECTION, one.name, two.name), both);
    }

    private Value extreme(boolean greatest, int depth) {
        Value among = value(depth + 1);
        String attribute = next();
        if (attribute.equals("(")) {
            throw new IllegalArgumentException("the logical form compares by something that is no attribute");
        }
        plan.add(Query.of(Function.GET_ATTRIBUTES, among.name));
        return made(
                Query.of(greatest ? Function.ARGMAX : Function.ARGMIN, among.name, attribute),
                graph.extremes(among.members, attribute, greatest));
    }

    private Value made(Query query, BitSet members) {
        plan.add(query);
        return new Value("#" + variables++, members);
    }

    /** Relations lead to entities of one type, so a type says nothing more. */
    private static boolean isType(@Nullable String token) {
        return token != null && !token.equals("(") && !ENTITY.matcher(token).matches();
    }

    private String next() {
        String token = tokens.poll();
        if (token == null) {
            throw new IllegalArgumentException("the logical form ends too early: expected a closed expression");
        }
        return token;
    }

    private void expect(String wanted) {
        String token = next();
        if (!token.equals(wanted)) {
            throw new IllegalArgumentException("the logical form has \"" + token + "\": expected \"" + wanted + "\"");
        }
    }
}
