package io.alltools.trajectories.graph;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The data of a task: the graph, the question's entities, the plan and the answer.
 *
 * @param source where the graph comes from
 * @param topics ids by name
 * @param answer ids, or a number
 */
record GraphTask(Source source, SequencedMap<String, String> topics, List<Query> plan, Set<String> answer) {

    sealed interface Source {

        TripleStore open();

        /** A generated graph, which its seed stands for. */
        record Made(String domain, Split split, long seed) implements Source {

            GeneratedGraph graph() {
                return Domains.all().stream()
                        .filter(candidate -> candidate.name().equals(domain))
                        .findFirst()
                        .map(found -> GeneratedGraph.of(found, split, seed))
                        .orElseThrow(() -> new IllegalArgumentException("the graph's domain \"" + domain
                                + "\" is unknown: expected one of "
                                + Domains.all().stream().map(Domain::name).toList()));
            }

            @Override
            public TripleStore open() {
                return graph().store();
            }
        }

        /** Lines of a triples file. */
        record Stated(List<String> lines) implements Source {

            @Override
            public TripleStore open() {
                TripleStore.Builder graph = new TripleStore.Builder();
                for (String line : lines) {
                    Triple triple = Triple.parse(line);
                    if (triple != null) {
                        triple.addTo(graph);
                    }
                }
                return graph.build();
            }
        }
    }

    /** @throws IllegalArgumentException when something is missing; the message names it */
    static GraphTask of(Task task) {
        JsonNode data = task.data();
        JsonNode graph = present(task, data, "graph");
        Source source = graph.has("triples")
                ? new Source.Stated(strings(graph.get("triples")))
                : new Source.Made(
                        present(task, graph, "domain").stringValue(),
                        task.split(),
                        present(task, graph, "seed").longValue());
        SequencedMap<String, String> topics = new LinkedHashMap<>();
        present(task, data, "entities")
                .properties()
                .forEach(entry -> topics.put(entry.getKey(), entry.getValue().stringValue()));
        List<Query> plan = strings(present(task, data, "actions")).stream()
                .map(Query::parse)
                .toList();
        return new GraphTask(source, topics, plan, new TreeSet<>(strings(present(task, data, "answer"))));
    }

    ObjectNode data() {
        ObjectNode data = Json.object();
        ObjectNode graph = data.putObject("graph");
        switch (source) {
            case Source.Made made -> graph.put("domain", made.domain()).put("seed", made.seed());
            case Source.Stated stated -> {
                ArrayNode triples = graph.putArray("triples");
                stated.lines().forEach(triples::add);
            }
        }
        ObjectNode entities = data.putObject("entities");
        topics.forEach(entities::put);
        ArrayNode actions = data.putArray("actions");
        plan.forEach(query -> actions.add(query.toString()));
        ArrayNode ids = data.putArray("answer");
        answer.forEach(ids::add);
        return data;
    }

    /**
     * What the plan comes to.
     *
     * @throws QuerySession.QueryException when one of its queries can't be run
     */
    static Set<String> outcome(TripleStore graph, SequencedMap<String, String> topics, List<Query> plan) {
        QuerySession session = new QuerySession(graph, topics);
        plan.forEach(session::run);
        return session.variables().isEmpty()
                ? Set.of()
                : session.variables().getLast().answer(graph);
    }

    private static JsonNode present(Task task, JsonNode in, String field) {
        JsonNode found = in.get(field);
        if (found == null) {
            throw new IllegalArgumentException("task " + task.id() + " has no \"" + field + "\" in its data: expected"
                    + " graph {domain, seed} or {triples}, entities, actions and answer");
        }
        return found;
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.stringValue()));
        return strings;
    }
}
