package io.alltools.trajectories.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * One step of a plan, written as AgentBench's data files have it, such as {@code get_neighbors(#0,film.film.genre)}.
 *
 * @param arguments an entity's id, a variable such as {@code #0}, a relation or an attribute
 */
record Query(Function function, List<String> arguments) {

    Query {
        arguments = List.copyOf(arguments);
        if (arguments.size() != function.parameters().size()) {
            throw new IllegalArgumentException(function.id() + " with " + arguments.size() + " arguments " + arguments
                    + ": expected " + String.join(", ", function.parameters()));
        }
    }

    static Query of(Function function, String... arguments) {
        return new Query(function, List.of(arguments));
    }

    /** @throws IllegalArgumentException when the text is no call of one of the seven functions */
    static Query parse(String text) {
        int open = text.indexOf('(');
        if (open < 0 || !text.endsWith(")")) {
            throw new IllegalArgumentException("the action \"" + text + "\": expected function(argument,...)");
        }
        List<String> arguments = new ArrayList<>();
        for (String argument : text.substring(open + 1, text.length() - 1).split(",", -1)) {
            arguments.add(argument.strip());
        }
        return new Query(Function.of(text.substring(0, open).strip()), arguments);
    }

    @Override
    public String toString() {
        return function.id() + "(" + String.join(",", arguments) + ")";
    }
}
