package io.alltools.trajectories.graph;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Score;
import io.alltools.trajectories.environment.Task;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** One question being answered. */
final class GraphEpisode implements Episode {

    /** AgentBench's limit (configs/tasks/kg.yaml). */
    static final int MAX_QUERIES = 15;

    private static final String SYSTEM = """
            You answer questions with the facts of a knowledge base, which the tools query.
            - A tool works on an entity of the question, given by its name, or on a variable: a set of entities that an \
            earlier query made. Variables are numbered from #0 on.
            - get_neighbors follows a relation and needs get_relations for the same entity or variable first; argmax and \
            argmin need get_attributes first.
            - intersection takes two variables of the same type.
            - Make one query at a time and at most %d in all.
            - Once a variable is what the question asks for, answer with "Final Answer: #id", for instance \
            "Final Answer: #3", and nothing else. A number that count made is a variable too.
            """.formatted(MAX_QUERIES).strip();

    private static final Pattern FINAL = Pattern.compile("(?:Find|Final) Answer: #(\\d{1,9})(?!\\d)");

    private final Task task;
    private final GraphTask question;
    private final TripleStore graph;
    private final QuerySession session;
    private int queries;

    GraphEpisode(Task task) {
        this.task = task;
        question = GraphTask.of(task);
        graph = question.source().open();
        session = new QuerySession(graph, question.topics());
        checkAnswer();
    }

    /** A task of another version's generator must not be scored against this one's graph. */
    private void checkAnswer() {
        Set<String> outcome;
        try {
            outcome = GraphTask.outcome(graph, question.topics(), question.plan());
        } catch (QuerySession.QueryException e) {
            throw new IllegalArgumentException(
                    "task " + task.id() + " can't be used with its graph: " + e.getMessage(), e);
        }
        if (!outcome.equals(question.answer())) {
            throw new IllegalArgumentException("task " + task.id() + " has the answer " + question.answer()
                    + ", but its plan comes to " + outcome + " in its graph: make the task again");
        }
    }

    @Override
    public List<Message> messages() {
        return List.of(
                Message.system(SYSTEM),
                Message.user(task.instruction() + "\nEntities: ["
                        + String.join(", ", question.topics().keySet()) + "]"));
    }

    @Override
    public List<Tool> tools() {
        return Arrays.stream(Function.values()).<Tool>map(QueryTool::new).toList();
    }

    @Override
    public Expert expert() {
        Map<String, String> names = new HashMap<>();
        question.topics().forEach((name, id) -> names.putIfAbsent(id, name));
        return new GraphExpert(question.plan(), names);
    }

    @Override
    public synchronized Score score(Attempt attempt) {
        // As AgentBench reads it: an observation that the model made up says nothing, \_ is Markdown's underscore.
        Matcher said =
                FINAL.matcher(attempt.answer().split("Observation:", -1)[0].replace("\\_", "_"));
        if (!said.find()) {
            return scored(Set.of(), "there is no \"Final Answer: #id\" in the last message");
        }
        int id = Integer.parseInt(said.group(1));
        if (id >= session.variables().size()) {
            return scored(
                    Set.of(),
                    "#" + id + " is no variable: there are "
                            + session.variables().size());
        }
        Set<String> found = session.variables().get(id).answer(graph);
        return scored(found, "expected " + named(question.answer()) + ", #" + id + " is " + named(found));
    }

    /** AgentBench's three measures (knowledgegraph/task.py): F1, exact match, and whether there is an answer at all. */
    private Score scored(Set<String> found, String reason) {
        Set<String> right = new HashSet<>(found);
        right.retainAll(question.answer());
        double f1 = right.isEmpty()
                ? 0
                : 2.0 * right.size() / (found.size() + question.answer().size());
        boolean exact = found.equals(question.answer());
        return new Score(
                f1, Map.of("f1", f1, "exact", exact ? 1.0 : 0, "executability", found.isEmpty() ? 0 : 1.0), reason);
    }

    private String named(Set<String> ids) {
        List<String> names = ids.stream()
                .map(id -> graph.entity(id).isPresent()
                        ? graph.name(graph.entity(id).getAsInt())
                        : id)
                .limit(10)
                .toList();
        return names + (ids.size() > names.size() ? " and " + (ids.size() - names.size()) + " more" : "");
    }

    private synchronized ToolResult run(Function function, String arguments) {
        if (queries == MAX_QUERIES) {
            return ToolResult.failed(
                    ToolResult.Kind.LIMIT_EXCEEDED,
                    "all " + MAX_QUERIES + " queries are used up: answer now with \"Final Answer: #id\"");
        }
        queries++;
        ObjectNode given = Json.parseObject(arguments);
        List<String> values = function.parameters().stream()
                .map(parameter -> given.path(parameter).asString("").strip())
                .toList();
        try {
            return ToolResult.ok(session.run(new Query(function, values)));
        } catch (QuerySession.QueryException e) {
            return ToolResult.failed(ToolResult.Kind.INVALID_ARGUMENTS, e.observation());
        }
    }

    /** One of the seven functions. */
    private final class QueryTool implements Tool {

        private final Function function;

        QueryTool(Function function) {
            this.function = function;
        }

        @Override
        public ToolSpec spec() {
            return function.spec();
        }

        /** Variables are numbered, so the calls of a turn are made one after the other. */
        @Override
        public Set<Trait> traits() {
            return Set.of();
        }

        @Override
        public ToolResult call(String arguments, ToolContext context) {
            return run(function, arguments);
        }
    }
}
