package io.alltools.trajectories.graph;

import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Split;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A graph of a domain, made of 200 to 2000 facts. The same arguments give the same graph.
 *
 * @param members the ids of each type's entities
 */
record GeneratedGraph(Domain domain, TripleStore store, Map<String, List<String>> members) {

    /** So many facts a graph may have. */
    static final int MIN_FACTS = 200;

    static final int MAX_FACTS = 2000;

    private static final int MAX_DRAWS = 10_000;
    private static final String ID_LETTERS = "0123456789bcdfghjklmnpqrstvwxyz_";

    static GeneratedGraph of(Domain domain, Split split, long seed) {
        Draws random = Draws.of(seed);
        GeneratedGraph graph = draw(domain, split, random);
        // Relations are many or few by chance: the smallest and largest may be out of bounds.
        while (graph.store.size() < MIN_FACTS || graph.store.size() > MAX_FACTS) {
            graph = draw(domain, split, random);
        }
        return graph;
    }

    private static GeneratedGraph draw(Domain domain, Split split, Draws random) {
        double scale = 0.4 + 1.2 * random.nextDouble();
        TripleStore.Builder store = new TripleStore.Builder();
        Map<String, List<String>> members = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (Domain.Kind kind : domain.kinds()) {
            List<String> ids = new ArrayList<>();
            int count = Math.max(4, (int) Math.round(kind.count() * scale));
            for (int i = 0; i < count; i++) {
                String id = newId(taken, random);
                store.name(id, newName(kind, split, taken, random)).type(id, kind.type());
                ids.add(id);
            }
            members.put(kind.type(), List.copyOf(ids));
        }
        for (Domain.Relation relation : domain.relations()) {
            store.range(relation.id(), relation.to()).range(relation.inverse(), relation.from());
            for (String subject : of(relation.from(), members)) {
                for (String object : drawn(relation, subject, of(relation.to(), members), random)) {
                    store.relation(subject, relation.id(), object).relation(object, relation.inverse(), subject);
                }
            }
        }
        for (Domain.Attribute attribute : domain.attributes()) {
            for (String subject : of(attribute.of(), members)) {
                store.attribute(subject, attribute.id(), value(attribute, random));
            }
        }
        return new GeneratedGraph(domain, store.build(), Map.copyOf(members));
    }

    /** Ids of all entities of a type. */
    List<String> of(String type) {
        return of(type, members);
    }

    private static List<String> of(String type, Map<String, List<String>> members) {
        return Objects.requireNonNull(members.get(type), () -> "the domain has no kind " + type);
    }

    private static String newId(Set<String> taken, Draws random) {
        while (true) {
            StringBuilder id = new StringBuilder("m.0");
            for (int i = 0; i < 5; i++) {
                id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
            }
            if (taken.add(id.toString())) {
                return id.toString();
            }
        }
    }

    /** No two entities share a name, so that a question means one of them. */
    private static String newName(Domain.Kind kind, Split split, Set<String> taken, Draws random) {
        for (int attempt = 0; attempt < MAX_DRAWS; attempt++) {
            String name = kind.names().draw(split, random);
            if (taken.add(name)) {
                return name;
            }
        }
        throw new IllegalStateException("the names of " + kind.type() + " are used up: expected more words for them");
    }

    private static Set<String> drawn(Domain.Relation relation, String subject, List<String> candidates, Draws random) {
        Set<String> drawn = new LinkedHashSet<>();
        int wanted = random.nextInt(relation.least(), relation.most() + 1);
        for (int i = 0; i < wanted; i++) {
            String object = random.pick(candidates);
            if (!object.equals(subject)) {
                drawn.add(object);
            }
        }
        return drawn;
    }

    private static Literal value(Domain.Attribute attribute, Draws random) {
        int value = random.nextInt(attribute.from(), attribute.to() + 1);
        return attribute.date()
                ? new Literal.Date("%04d-%02d-%02d".formatted(value, random.nextInt(1, 13), random.nextInt(1, 29)))
                : new Literal.Number(BigDecimal.valueOf(value));
    }
}
