package io.alltools.trajectories.graph;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Unusable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads AgentBench's questions and the triples that they are asked of. A task gets the part of the graph that its plan
 * passes through, with one hop more.
 */
final class QuestionFile {

    private static final int MAX_TRIPLES = 5_000_000;
    private static final int MAX_TRIPLES_OF_A_TASK = 50_000;
    private static final int MAX_PROBLEMS = 10;

    private final Split split;
    private final Unusable unusable;
    private final Map<String, List<Triple>> bySubject = new HashMap<>();

    QuestionFile(Split split, Unusable unusable) {
        this.split = split;
        this.unusable = unusable;
    }

    /** @throws NoSuchFileException when there is no such file, with what was expected */
    static Path triplesBeside(Path questions) throws NoSuchFileException {
        String name = questions.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        for (String ending : List.of(".tsv", ".nt")) {
            Path candidate = questions.resolveSibling(name + ending);
            if (Files.isRegularFile(candidate)) {
                return candidate;
            }
        }
        throw new NoSuchFileException(
                questions.resolveSibling(name + ".tsv").toString(),
                null,
                "the questions are asked of Freebase: put the triples that they need beside them, as " + name
                        + ".tsv (subject, predicate, object, separated by tabs) or " + name + ".nt (N-Triples)");
    }

    List<Task> read(Path questions, Path triples) throws IOException {
        readTriples(triples);
        JsonNode parsed;
        try {
            parsed = Json.MAPPER.readTree(Files.readString(questions));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(questions + " is not valid JSON: " + Json.where(e), e);
        }
        if (!parsed.isArray()) {
            throw new IllegalArgumentException(
                    questions + ": expected a JSON array of questions, found " + parsed.getNodeType());
        }
        List<Task> tasks = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < parsed.size(); i++) {
            try {
                Task task = task(parsed.get(i));
                if (!ids.add(task.id())) {
                    throw new IllegalArgumentException("its qid occurs twice");
                }
                tasks.add(task);
            } catch (IllegalArgumentException | QuerySession.QueryException e) {
                String where =
                        "question " + (i + 1) + " (" + parsed.get(i).path("qid").asString("no qid") + ")";
                if (unusable.isSkipped()) {
                    unusable.add(questions.getFileName() + ", " + where, e);
                } else {
                    problems.add(where + ": " + e.getMessage());
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(questions + " with the graph " + triples + ", "
                    + problems.size() + " of " + parsed.size() + " questions can't be used: "
                    + String.join("; ", problems.subList(0, Math.min(MAX_PROBLEMS, problems.size())))
                    + (problems.size() > MAX_PROBLEMS ? "; and more" : "")
                    + ". Add the missing triples or leave out these questions.");
        }
        return tasks;
    }

    private void readTriples(Path file) throws IOException {
        int number = 0;
        int count = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                try {
                    Triple triple = Triple.parse(line);
                    if (triple == null) {
                        continue;
                    }
                    if (++count > MAX_TRIPLES) {
                        throw new IllegalArgumentException("more than " + MAX_TRIPLES
                                + " triples: expected the part of the graph that the questions need");
                    }
                    bySubject
                            .computeIfAbsent(triple.subject(), subject -> new ArrayList<>(4))
                            .add(triple);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(file + ", line " + number + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private Task task(JsonNode question) {
        String id = text(question, "qid");
        String instruction = text(question, "question");
        SequencedMap<String, String> topics = new LinkedHashMap<>();
        required(question, "entities")
                .properties()
                .forEach(entry -> topics.put(entry.getKey(), entry.getValue().asString("")));
        Set<String> answer = new TreeSet<>();
        List<String> gold = new ArrayList<>();
        for (JsonNode one : required(question, "answer")) {
            String argument = text(one, "answer_argument");
            if (answer.add(argument)) {
                gold.add(one.path("entity_name").asString(argument));
            }
        }
        if (answer.isEmpty()) {
            throw new IllegalArgumentException("\"answer\" is empty: expected at least one");
        }
        List<Query> actions = new ArrayList<>();
        question.path("actions").forEach(action -> actions.add(Query.parse(action.asString(""))));
        String form = question.path("s_expression").asString("");
        if (actions.isEmpty() && form.isBlank()) {
            throw new IllegalArgumentException(
                    "it has neither \"actions\" nor an \"s_expression\": expected one that leads to the answer");
        }
        Set<String> named = new LinkedHashSet<>(topics.values());
        long hops;
        if (actions.isEmpty()) {
            named.addAll(LogicalForm.entities(form));
            hops = LogicalForm.hops(form);
        } else {
            for (Query query : actions) {
                String first = query.arguments().getFirst();
                if (!first.startsWith("#")) {
                    named.add(topics.getOrDefault(first, first));
                }
            }
            hops = actions.stream()
                    .filter(query -> query.function() == Function.GET_NEIGHBORS)
                    .count();
        }
        GraphTask.Source.Stated source = new GraphTask.Source.Stated(around(named, hops));
        TripleStore graph = source.open();
        refuseWhatIsMissing(graph, named, actions);
        List<Query> plan = actions.isEmpty() ? LogicalForm.plan(form, graph) : actions;
        Set<String> outcome = GraphTask.outcome(graph, topics, plan);
        if (!outcome.equals(answer)) {
            throw new IllegalArgumentException(
                    "its actions come to " + outcome + " in this graph, its answer is " + answer);
        }
        return new Task(
                KnowledgeGraph.NAME + "/" + split.id() + "/" + id,
                KnowledgeGraph.NAME,
                split,
                instruction,
                gold,
                new GraphTask(source, topics, plan, answer).data());
    }

    private static void refuseWhatIsMissing(TripleStore graph, Set<String> named, List<Query> actions) {
        Set<String> entities = new LinkedHashSet<>(named);
        Set<String> relations = new LinkedHashSet<>();
        for (Query query : actions) {
            switch (query.function()) {
                case GET_NEIGHBORS, ARGMAX, ARGMIN ->
                    relations.add(query.arguments().getLast());
                case GET_RELATIONS, GET_ATTRIBUTES, INTERSECTION, COUNT -> {}
            }
        }
        entities.removeIf(id -> graph.entity(id).isPresent());
        relations.removeIf(graph::hasRelation);
        if (!entities.isEmpty() || !relations.isEmpty()) {
            throw new IllegalArgumentException("the graph has not "
                    + (entities.isEmpty() ? "" : "the entities " + entities)
                    + (entities.isEmpty() || relations.isEmpty() ? "" : " and not ")
                    + (relations.isEmpty() ? "" : "the relations or attributes " + relations)
                    + " where its plan looks for them");
        }
    }

    /** The triples that so many hops can meet: those of all entities that they reach, and what describes them. */
    private List<String> around(Set<String> named, long hops) {
        Set<String> reached = new LinkedHashSet<>(named);
        Set<String> lines = new LinkedHashSet<>();
        Set<String> described = new LinkedHashSet<>(reached);
        Set<String> frontier = named;
        for (long hop = 0; hop <= hops && !frontier.isEmpty(); hop++) {
            Set<String> next = new LinkedHashSet<>();
            for (String subject : frontier) {
                for (Triple triple : bySubject.getOrDefault(subject, List.of())) {
                    lines.add(triple.line());
                    described.add(triple.predicate());
                    if (triple.leadsToEntity()) {
                        described.add(triple.object());
                        if (!reached.contains(triple.object())) {
                            next.add(triple.object());
                        }
                    }
                }
                if (lines.size() > MAX_TRIPLES_OF_A_TASK) {
                    throw new IllegalArgumentException("more than " + MAX_TRIPLES_OF_A_TASK + " triples lie within "
                            + hops + " hops of its entities: expected a smaller part of the graph");
                }
            }
            reached.addAll(next);
            frontier = next;
        }
        for (String subject : described) {
            bySubject.getOrDefault(subject, List.of()).stream()
                    .filter(Triple::describes)
                    .forEach(triple -> lines.add(triple.line()));
        }
        return List.copyOf(lines);
    }

    private static String text(JsonNode in, String field) {
        String text = required(in, field).asString("");
        if (text.isBlank()) {
            throw new IllegalArgumentException("\"" + field + "\" is empty: expected text");
        }
        return text;
    }

    private static JsonNode required(JsonNode in, String field) {
        JsonNode found = in.get(field);
        if (found == null || found.isNull()) {
            throw new IllegalArgumentException("\"" + field + "\" is missing: expected question, qid, entities, actions"
                    + " or s_expression, and answer with answer_argument, as in AgentBench's data/knowledgegraph");
        }
        return found;
    }
}
