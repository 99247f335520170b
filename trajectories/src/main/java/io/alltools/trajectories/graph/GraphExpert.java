package io.alltools.trajectories.graph;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows a plan. What a variable is called it takes from the observations, so that calls that others made in between
 * do no harm; a query whose observation is an error is made again.
 */
final class GraphExpert implements Expert {

    private static final Pattern MADE = Pattern.compile("variable (#\\d+), which");
    private static final int MAX_TRIES = 3;

    private final List<Query> plan;
    private final Map<String, String> names; // id -> name
    private final List<String> made = new ArrayList<>(); // [variable of the plan] -> as the session calls it
    private final Map<Function, Integer> used = new HashMap<>();
    private int done;
    private int tries;

    /** @param names what the question calls its entities, by id */
    GraphExpert(List<Query> plan, Map<String, String> names) {
        this.plan = plan;
        this.names = names;
    }

    @Override
    public Move next(List<Message.Observation> observations) {
        if (!observations.isEmpty()) {
            learn(observations.getLast().text());
        }
        if (done == plan.size() || tries == MAX_TRIES) {
            String answer = made.isEmpty() ? "#0" : made.getLast();
            return new Move.Answer(answer + " is what the question asks for.", "Final Answer: " + answer);
        }
        Query query = plan.get(done);
        List<String> arguments = query.arguments().stream().map(this::said).toList();
        ObjectNode json = Json.object();
        for (int i = 0; i < arguments.size(); i++) {
            json.put(query.function().parameters().get(i), arguments.get(i));
        }
        String thought = tries > 0 ? "That did not work. I try it once more." : thought(query.function(), arguments);
        tries++;
        return Move.act(thought, query.function().id(), Json.write(json));
    }

    private void learn(String observation) {
        if (!observation.startsWith("Observation: ") || done == plan.size()) {
            return;
        }
        Matcher variable = MADE.matcher(observation);
        if (variable.find()) {
            made.add(variable.group(1));
        }
        done++;
        tries = 0;
    }

    private String said(String argument) {
        return argument.startsWith("#")
                ? made.get(Integer.parseInt(argument.substring(1)))
                : names.getOrDefault(argument, argument);
    }

    private String thought(Function function, List<String> arguments) {
        String one = arguments.getFirst();
        String two = arguments.getLast();
        List<String> wordings = switch (function) {
            case GET_RELATIONS ->
                used.isEmpty()
                        ? List.of("I begin with " + one + " and look at the relations that lead on from it.")
                        : one.startsWith("#")
                                ? List.of(
                                        "From " + one + " I have to go on. I need to know its relations first.",
                                        "Next come the relations of " + one + ": one of them should lead further.")
                                : List.of(
                                        "The question also speaks of " + one
                                                + ". I look at what the knowledge base has on it.",
                                        "Now to the other condition, " + one + ": which relations does it have?");
            case GET_NEIGHBORS ->
                List.of(
                        "Of these relations " + two + " fits the question. I follow it from " + one + ".",
                        two + " leads from " + one + " to what I need.",
                        "The relation to follow from " + one + " is " + two + ".");
            case INTERSECTION ->
                List.of(
                        "Both conditions have to hold, so I need what " + one + " and " + two + " have in common.",
                        "The question asks for those that are in " + one + " and in " + two + ".");
            case GET_ATTRIBUTES ->
                List.of(
                        "The question asks for an extreme. I need the attributes of " + one + ".",
                        "To compare the entities of " + one + " I look for a fitting attribute.");
            case ARGMAX -> List.of("The one wanted has the greatest value of " + two + " in " + one + ".");
            case ARGMIN -> List.of("The one wanted has the least value of " + two + " in " + one + ".");
            case COUNT ->
                List.of(
                        "The question asks how many there are. I count " + one + ".",
                        "What remains is to count the entities of " + one + ".");
        };
        int times = used.merge(function, 1, Integer::sum);
        return wordings.get((times + plan.size()) % wordings.size());
    }
}
