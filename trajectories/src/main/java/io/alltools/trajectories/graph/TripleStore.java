package io.alltools.trajectories.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A knowledge graph in memory. Entities, predicates and literals are numbered; sets of entities are bit sets over those
 * numbers. Three indexes, each one sorted row of {@code predicate << 32 | object} per entity: what it points at, what
 * points at it, and its attributes. Does not change once built.
 */
final class TripleStore {

    /** Freebase's type of all things: the range of a relation that has no other. */
    static final String ANYTHING = "type.object";

    private final Dictionary entities;
    private final Dictionary predicates;
    private final List<Literal> literals;
    private final String[] names; // [entity]
    private final Map<Integer, String> ranges; // relation -> type
    private final long[][] outgoing; // [entity][edge]
    private final long[][] incoming; // [entity][edge]
    private final long[][] values; // [entity][attribute value]
    private final int size;

    private TripleStore(Builder from) {
        entities = from.entities;
        predicates = from.predicates;
        literals = List.copyOf(from.literals);
        names = new String[entities.size()];
        for (int entity = 0; entity < names.length; entity++) {
            names[entity] = from.names.getOrDefault(entity, entities.text(entity));
        }
        outgoing = rows(from.outgoing);
        incoming = rows(from.incoming);
        values = rows(from.values);
        ranges = from.allRanges();
        size = Arrays.stream(outgoing).mapToInt(row -> row.length).sum()
                + Arrays.stream(values).mapToInt(row -> row.length).sum();
    }

    /** How many facts there are: relations and attributes; names and types are not counted. */
    int size() {
        return size;
    }

    /** The number of an entity; empty when the graph does not have it. */
    OptionalInt entity(String id) {
        return entities.find(id);
    }

    String id(int entity) {
        return entities.text(entity);
    }

    /** What people call an entity; its id where it has no name. */
    String name(int entity) {
        return names[entity];
    }

    boolean hasRelation(String relation) {
        return predicates.find(relation).isPresent();
    }

    /** The type of what a relation leads to. */
    String range(String relation) {
        OptionalInt predicate = predicates.find(relation);
        return predicate.isPresent() ? ranges.getOrDefault(predicate.getAsInt(), ANYTHING) : ANYTHING;
    }

    /** The relations that lead on from at least one of the entities. */
    SortedSet<String> relations(BitSet from) {
        return predicatesOf(from, outgoing, false);
    }

    /** The attributes with numbers or dates that at least one of the entities has. */
    SortedSet<String> attributes(BitSet of) {
        return predicatesOf(of, values, true);
    }

    /** All that the relation leads to from the entities. */
    BitSet objects(BitSet from, String relation) {
        return follow(from, relation, outgoing);
    }

    /** All from which the relation leads to one of the entities. */
    BitSet subjects(BitSet to, String relation) {
        return follow(to, relation, incoming);
    }

    /**
     * Those with the greatest (or least) value of an attribute; several where they are equal, none where none has it.
     */
    BitSet extremes(BitSet among, String attribute, boolean greatest) {
        BitSet best = new BitSet();
        OptionalInt predicate = predicates.find(attribute);
        if (predicate.isEmpty()) {
            return best;
        }
        Literal bound = null;
        for (int entity = among.nextSetBit(0); entity >= 0; entity = among.nextSetBit(entity + 1)) {
            long[] row = values[entity];
            for (int i = first(row, predicate.getAsInt());
                    i < row.length && predicateOf(row[i]) == predicate.getAsInt();
                    i++) {
                Literal value = literals.get(objectOf(row[i]));
                int order = bound == null ? 1 : greatest ? value.compareTo(bound) : bound.compareTo(value);
                if (order > 0) {
                    bound = value;
                    best.clear();
                }
                if (order >= 0) {
                    best.set(entity);
                }
            }
        }
        return best;
    }

    private SortedSet<String> predicatesOf(BitSet of, long[][] index, boolean measurable) {
        BitSet found = new BitSet();
        for (int entity = of.nextSetBit(0); entity >= 0; entity = of.nextSetBit(entity + 1)) {
            for (long edge : index[entity]) {
                if (!measurable || literals.get(objectOf(edge)).measurable()) {
                    found.set(predicateOf(edge));
                }
            }
        }
        SortedSet<String> texts = new TreeSet<>();
        found.stream().mapToObj(predicates::text).forEach(texts::add);
        return texts;
    }

    private BitSet follow(BitSet from, String relation, long[][] index) {
        BitSet found = new BitSet();
        OptionalInt predicate = predicates.find(relation);
        if (predicate.isEmpty()) {
            return found;
        }
        int wanted = predicate.getAsInt();
        for (int entity = from.nextSetBit(0); entity >= 0; entity = from.nextSetBit(entity + 1)) {
            long[] row = index[entity];
            for (int i = first(row, wanted); i < row.length && predicateOf(row[i]) == wanted; i++) {
                found.set(objectOf(row[i]));
            }
        }
        return found;
    }

    /** Where the edges of a predicate begin in a row. */
    private static int first(long[] row, int predicate) {
        int at = Arrays.binarySearch(row, edge(predicate, 0));
        return at < 0 ? -at - 1 : at;
    }

    private static long edge(int predicate, int object) {
        return (long) predicate << 32 | object;
    }

    private static int predicateOf(long edge) {
        return (int) (edge >>> 32);
    }

    private static int objectOf(long edge) {
        return (int) edge;
    }

    private long[][] rows(Map<Integer, List<Long>> edges) {
        long[][] rows = new long[entities.size()][];
        for (int entity = 0; entity < rows.length; entity++) {
            rows[entity] = edges.getOrDefault(entity, List.of()).stream()
                    .mapToLong(Long::longValue)
                    .distinct()
                    .sorted()
                    .toArray();
        }
        return rows;
    }

    /** Takes the triples of a graph in any order; the same triple twice counts once. */
    static final class Builder {

        private final Dictionary entities = new Dictionary();
        private final Dictionary predicates = new Dictionary();
        private final Map<Literal, Integer> literalNumbers = new HashMap<>();
        private final List<Literal> literals = new ArrayList<>();
        private final Map<Integer, String> names = new HashMap<>();
        private final Map<Integer, SortedSet<String>> types = new HashMap<>();
        private final Map<Integer, String> ranges = new HashMap<>();
        private final Map<Integer, List<Long>> outgoing = new HashMap<>();
        private final Map<Integer, List<Long>> incoming = new HashMap<>();
        private final Map<Integer, List<Long>> values = new HashMap<>();

        Builder name(String entity, String name) {
            names.putIfAbsent(entities.number(entity), name);
            return this;
        }

        Builder type(String entity, String type) {
            types.computeIfAbsent(entities.number(entity), number -> new TreeSet<>())
                    .add(type);
            return this;
        }

        /** Says what a relation leads to; without it, the type that all its objects share. */
        Builder range(String relation, String type) {
            ranges.put(predicates.number(relation), type);
            return this;
        }

        Builder relation(String subject, String relation, String object) {
            int from = entities.number(subject);
            int predicate = predicates.number(relation);
            int to = entities.number(object);
            outgoing.computeIfAbsent(from, number -> new ArrayList<>()).add(edge(predicate, to));
            incoming.computeIfAbsent(to, number -> new ArrayList<>()).add(edge(predicate, from));
            return this;
        }

        Builder attribute(String subject, String attribute, Literal value) {
            int literal = literalNumbers.computeIfAbsent(value, found -> {
                literals.add(found);
                return literals.size() - 1;
            });
            values.computeIfAbsent(entities.number(subject), number -> new ArrayList<>())
                    .add(edge(predicates.number(attribute), literal));
            return this;
        }

        TripleStore build() {
            return new TripleStore(this);
        }

        /** Of each relation what was said, or else the first of the types that all its objects have. */
        private Map<Integer, String> allRanges() {
            Map<Integer, SortedSet<String>> shared = new HashMap<>();
            incoming.forEach((object, edges) -> {
                SortedSet<String> own = types.getOrDefault(object, new TreeSet<>());
                edges.stream()
                        .map(TripleStore::predicateOf)
                        .distinct()
                        .forEach(predicate -> shared.computeIfAbsent(predicate, first -> new TreeSet<>(own))
                                .retainAll(own));
            });
            Map<Integer, String> all = new HashMap<>();
            shared.forEach((predicate, found) -> all.put(predicate, found.isEmpty() ? ANYTHING : found.first()));
            all.putAll(ranges);
            return all;
        }
    }

    /** Numbers texts in the order in which they come. */
    private static final class Dictionary {

        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<String> texts = new ArrayList<>();

        int number(String text) {
            return numbers.computeIfAbsent(text, added -> {
                texts.add(added);
                return texts.size() - 1;
            });
        }

        OptionalInt find(String text) {
            Integer number = numbers.get(text);
            return number == null ? OptionalInt.empty() : OptionalInt.of(number);
        }

        String text(int number) {
            return texts.get(number);
        }

        int size() {
            return texts.size();
        }
    }
}
