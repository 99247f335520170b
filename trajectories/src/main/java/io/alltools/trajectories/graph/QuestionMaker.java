package io.alltools.trajectories.graph;

import io.alltools.trajectories.environment.Draws;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes questions of one to four hops over a generated graph: chains, two conditions at once, counts and superlatives.
 * A question's words say which relations lead to its answer, and each superlative has one winner.
 */
final class QuestionMaker {

    private static final int MAX_HOPS = 4;
    private static final int MAX_ANSWERS = 12;
    private static final int MAX_ATTEMPTS = 5000;

    private static final List<String> LIST = List.of(
            "Which are the %s?",
            "What are the %s?",
            "Name all %s.",
            "List the %s.",
            "Find all %s.",
            "Can you tell me the %s?",
            "I am looking for the %s. Which are they?");
    private static final List<String> COUNT = List.of(
            "How many %s are there?",
            "What is the number of %s?",
            "Count the %s.",
            "How many %s does the knowledge base have?",
            "Tell me how many %s there are.");
    private static final List<String> SUPERLATIVE = List.of(
            "Which of the %s %s?",
            "Of the %s, which one %s?",
            "Among the %s, find the one that %s.",
            "Name the one that %2$s among the %1$s.",
            "Looking at the %s, which one %s?");

    private final GeneratedGraph graph;
    private final Draws random;

    private QuestionMaker(GeneratedGraph graph, Draws random) {
        this.graph = graph;
        this.random = random;
    }

    /**
     * @param topics ids of the entities that it names, by name
     * @param plan the queries that lead to the answer
     */
    record Question(String text, SequencedMap<String, String> topics, List<Query> plan) {}

    /** The same arguments give the same question. */
    static Question ask(GeneratedGraph graph, long seed) {
        return new QuestionMaker(graph, Draws.of(seed)).question();
    }

    private Question question() {
        boolean crossed = random.nextInt(3) == 0;
        int hops = random.nextInt(1, MAX_HOPS + 1);
        int ending = random.nextInt(5); // 0 count, 1 and 2 superlative, else the set itself
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<Group> found = crossed ? crossing(hops) : chain(hops);
            Optional<Question> question = found.flatMap(group -> ended(group, ending));
            if (question.isPresent()) {
                return question.get();
            }
        }
        throw new IllegalStateException("no question of " + hops + " hops was found in a graph of "
                + graph.domain().name() + " with " + graph.store().size() + " facts");
    }

    private Optional<Question> ended(Group group, int ending) {
        Plan plan = group.plan;
        return switch (ending) {
            case 0 -> {
                int last = plan.add(Query.of(Function.COUNT, "#" + plan.last));
                yield Optional.of(asked(random.pick(COUNT).formatted(group.phrase()), group.topics, plan, last));
            }
            case 1, 2 -> superlative(group, ending == 1);
            default ->
                group.members.cardinality() > MAX_ANSWERS
                        ? Optional.empty()
                        : Optional.of(
                                asked(random.pick(LIST).formatted(group.phrase()), group.topics, plan, plan.last));
        };
    }

    private Optional<Question> superlative(Group group, boolean greatest) {
        List<Domain.Attribute> fitting = graph.domain().attributes().stream()
                .filter(attribute -> attribute.of().equals(group.type()))
                .toList();
        if (fitting.isEmpty() || group.members.cardinality() < 2) {
            return Optional.empty();
        }
        Domain.Attribute attribute = random.pick(fitting);
        if (graph.store().extremes(group.members, attribute.id(), greatest).cardinality() != 1) {
            return Optional.empty();
        }
        Plan plan = group.plan;
        plan.queries.add(Query.of(Function.GET_ATTRIBUTES, "#" + plan.last));
        int last = plan.add(Query.of(greatest ? Function.ARGMAX : Function.ARGMIN, "#" + plan.last, attribute.id()));
        String text =
                random.pick(SUPERLATIVE).formatted(group.phrase(), greatest ? attribute.most() : attribute.least());
        return Optional.of(asked(text, group.topics, plan, last));
    }

    private Question asked(String text, SequencedSet<String> topics, Plan plan, int last) {
        SequencedMap<String, String> named = new LinkedHashMap<>();
        for (String id : topics) {
            named.put(graph.store().name(graph.store().entity(id).orElseThrow()), id);
        }
        if (last != plan.variables - 1) {
            throw new IllegalStateException(
                    "the answer #" + last + " of " + plan.queries + " is not its last variable");
        }
        return new Question(text, named, List.copyOf(plan.queries));
    }

    /** Goes so many hops from some entity. */
    private Optional<Group> chain(int hops) {
        Domain.Kind kind = random.pick(graph.domain().kinds());
        Group group = topic(kind, new Plan());
        for (int hop = 0; hop < hops; hop++) {
            Optional<Group> next = next(group);
            if (next.isEmpty()) {
                return next;
            }
            group = next.get();
        }
        return Optional.of(group);
    }

    /** What two conditions have in common, each of which alone leaves more; then on from there where hops are left. */
    private Optional<Group> crossing(int hops) {
        Plan plan = new Plan();
        Optional<Group> one = start(plan);
        if (one.isEmpty()) {
            return one;
        }
        int firstLast = plan.last;
        Optional<Group> two = start(plan);
        if (two.isPresent() && hops == 3) {
            two = next(two.get());
        }
        if (two.isEmpty()
                || !two.get().kind.equals(one.get().kind)
                || two.get().topics.equals(one.get().topics)) {
            return Optional.empty();
        }
        BitSet both = (BitSet) one.get().members.clone();
        both.and(two.get().members);
        if (both.isEmpty() || both.equals(one.get().members) || both.equals(two.get().members)) {
            return Optional.empty();
        }
        int secondLast = plan.last;
        plan.add(Query.of(Function.INTERSECTION, "#" + firstLast, "#" + secondLast));
        SequencedSet<String> topics = new LinkedHashSet<>(one.get().topics);
        topics.addAll(two.get().topics);
        Group group =
                new Group(one.get().kind, one.get().clause + " and " + two.get().clause, "", topics, plan, both, null);
        return hops == MAX_HOPS ? next(group) : Optional.of(group);
    }

    private Optional<Group> start(Plan plan) {
        Domain.Kind kind = random.pick(graph.domain().kinds());
        return next(topic(kind, plan));
    }

    private Group topic(Domain.Kind kind, Plan plan) {
        List<String> members = graph.of(kind.type());
        String id = random.pick(members);
        BitSet one = new BitSet();
        one.set(graph.store().entity(id).orElseThrow());
        SequencedSet<String> topics = new LinkedHashSet<>(List.of(id));
        return new Group(kind, "", graph.store().name(one.nextSetBit(0)), topics, plan, one, null);
    }

    /** One hop on by some relation, but not straight back. */
    private Optional<Group> next(Group from) {
        List<Edge> edges = new ArrayList<>();
        for (Domain.Relation relation : graph.domain().relations()) {
            if (relation.from().equals(from.type())) {
                edges.add(new Edge(relation.id(), relation.inverse(), relation.to(), relation.clause()));
            }
            if (relation.to().equals(from.type())) {
                edges.add(new Edge(relation.inverse(), relation.id(), relation.from(), relation.inverseClause()));
            }
        }
        edges.removeIf(edge -> edge.relation.equals(from.back));
        if (edges.isEmpty()) {
            return Optional.empty();
        }
        Edge edge = random.pick(edges);
        BitSet members = graph.store().objects(from.members, edge.relation);
        if (members.isEmpty()) {
            return Optional.empty();
        }
        Plan plan = from.plan;
        String node = from.clause.isEmpty() ? from.topics.getFirst() : "#" + plan.last;
        plan.queries.add(Query.of(Function.GET_RELATIONS, node));
        plan.add(Query.of(Function.GET_NEIGHBORS, node, edge.relation));
        return Optional.of(new Group(
                graph.domain().kind(edge.to),
                edge.clause.replace("{x}", from.phrase()),
                "",
                from.topics,
                plan,
                members,
                edge.inverse));
    }

    /** A relation seen from one of its ends. */
    private record Edge(String relation, String inverse, String to, String clause) {}

    /** The queries so far and the variables that they make. */
    private static final class Plan {

        private final List<Query> queries = new ArrayList<>();
        private int variables;
        private int last; // the variable to go on from

        /** Adds a query that makes a variable, and tells its number. */
        int add(Query query) {
            queries.add(query);
            last = variables++;
            return last;
        }
    }

    /**
     * Entities and the words for them.
     *
     * @param clause what is said of them behind their noun; empty for a topic
     * @param name of a topic
     * @param back the relation that leads to where they were reached from
     */
    private record Group(
            Domain.Kind kind,
            String clause,
            String name,
            SequencedSet<String> topics,
            Plan plan,
            BitSet members,
            @Nullable String back) {

        String type() {
            return kind.type();
        }

        String phrase() {
            return clause.isEmpty() ? name : kind.plural() + " " + clause;
        }
    }
}
