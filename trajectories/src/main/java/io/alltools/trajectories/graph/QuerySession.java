package io.alltools.trajectories.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The queries of one episode: its variables, and what the agent has been shown of them. Observations and errors have
 * the wording of AgentBench (knowledgegraph/api.py and task.py).
 */
final class QuerySession {

    private static final Pattern ENTITY = Pattern.compile("[mf]\\.\\w+");
    private static final Pattern VARIABLE = Pattern.compile("#\\d{1,9}");

    private final TripleStore graph;
    private final Map<String, String> topics; // name -> id
    private final List<Variable> variables = new ArrayList<>();
    private final Map<String, Set<String>> relationsShown = new HashMap<>(); // program -> relations
    private final Map<String, Set<String>> attributesShown = new HashMap<>(); // program -> attributes

    /** @param topics the question's entities: ids by name */
    QuerySession(TripleStore graph, SequencedMap<String, String> topics) {
        this.graph = graph;
        this.topics = topics;
    }

    List<Variable> variables() {
        return variables;
    }

    /**
     * Runs a query and tells the observation.
     *
     * @throws QueryException when it can't be run; nothing has changed then
     */
    String run(Query query) {
        try {
            return "Observation: " + observation(query);
        } catch (IllegalArgumentException e) {
            throw new QueryException(
                    query.function().id() + "(" + String.join(", ", query.arguments()) + ") cannot be executed. "
                            + (query.function() == Function.INTERSECTION
                                    ? "The two variables are not of the same type. You may further explore them by"
                                            + " call get_relations"
                                    : "You may make a mistake and need to fix it.")
                            + " (" + e.getMessage() + ")",
                    e);
        }
    }

    private String observation(Query query) {
        String first = query.arguments().getFirst();
        String second = query.arguments().getLast();
        return switch (query.function()) {
            case GET_RELATIONS -> {
                Variable.Entities from = node(query, first);
                Set<String> found = graph.relations(from.members());
                relationsShown.put(from.program(), found);
                yield list(found);
            }
            case GET_NEIGHBORS -> {
                Variable.Entities from = node(query, first);
                if (!relationsShown.getOrDefault(from.program(), Set.of()).contains(second)) {
                    throw new IllegalArgumentException("get_neighbors: relation must be a relation of the variable;"
                            + " get_relations lists them and has to come first");
                }
                yield kept(
                        "(JOIN " + second + "_inv " + from.program() + ")",
                        graph.range(second),
                        graph.objects(from.members(), second));
            }
            case INTERSECTION -> {
                Variable.Entities one = variable(query, first);
                Variable.Entities two = variable(query, second);
                if (!one.type().equals(two.type())) {
                    throw new IllegalArgumentException("intersection: two variables must have the same type, " + first
                            + " has " + one.type() + " and " + second + " has " + two.type());
                }
                BitSet both = (BitSet) one.members().clone();
                both.and(two.members());
                yield kept("(AND " + one.program() + " " + two.program() + ")", one.type(), both);
            }
            case GET_ATTRIBUTES -> {
                Variable.Entities of = variable(query, first);
                Set<String> found = graph.attributes(of.members());
                attributesShown.put(of.program(), found);
                yield list(found);
            }
            case ARGMAX, ARGMIN -> {
                Variable.Entities among = variable(query, first);
                String name = query.function().id();
                if (!attributesShown.getOrDefault(among.program(), Set.of()).contains(second)) {
                    throw new IllegalArgumentException(name + ": attribute must be an attribute of the variable;"
                            + " get_attributes lists them and has to come first");
                }
                yield kept(
                        "(" + query.function() + " " + among.program() + " " + second + ")",
                        among.type(),
                        graph.extremes(among.members(), second, query.function() == Function.ARGMAX));
            }
            case COUNT -> {
                Variable.Entities of = variable(query, first);
                variables.add(new Variable.Number(
                        "(COUNT " + of.program() + ")", of.members().cardinality()));
                yield "variable #" + (variables.size() - 1) + ", which is a number";
            }
        };
    }

    private String kept(String program, String type, BitSet members) {
        variables.add(new Variable.Entities(program, type, members));
        return "variable #" + (variables.size() - 1) + ", which are instances of " + type;
    }

    /** An entity by name or id as a set of one, or a variable. */
    private Variable.Entities node(Query query, String argument) {
        if (VARIABLE.matcher(argument).matches()) {
            return variable(query, argument);
        }
        String id = topics.getOrDefault(argument, argument);
        OptionalInt entity = ENTITY.matcher(id).matches() ? graph.entity(id) : OptionalInt.empty();
        if (entity.isEmpty()) {
            throw new IllegalArgumentException(query.function().id() + ": variable must be a variable or an entity;"
                    + " entities are " + topics.keySet() + (variables.isEmpty() ? "" : ", variables " + known()));
        }
        BitSet one = new BitSet();
        one.set(entity.getAsInt());
        return new Variable.Entities(id, TripleStore.ANYTHING, one);
    }

    private Variable.Entities variable(Query query, String argument) {
        int number = VARIABLE.matcher(argument).matches() ? Integer.parseInt(argument.substring(1)) : -1;
        if (number < 0 || number >= variables.size()) {
            throw new IllegalArgumentException(query.function().id() + ": variable must be a variable; "
                    + (variables.isEmpty() ? "there is none yet, get_neighbors makes one" : "there are " + known()));
        }
        return switch (variables.get(number)) {
            case Variable.Entities entities -> entities;
            case Variable.Number ignored ->
                throw new IllegalArgumentException(
                        query.function().id() + ": " + argument + " is a number and has no entities");
        };
    }

    private String known() {
        return "#0" + (variables.size() > 1 ? " to #" + (variables.size() - 1) : "");
    }

    private static String list(Set<String> found) {
        return "[" + String.join(", ", found) + "]";
    }

    /** A query that can't be run. */
    static final class QueryException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final String observation;

        QueryException(String observation, Throwable cause) {
            super(observation, cause);
            this.observation = observation;
        }

        /** What the agent is told. */
        String observation() {
            return observation;
        }
    }
}
