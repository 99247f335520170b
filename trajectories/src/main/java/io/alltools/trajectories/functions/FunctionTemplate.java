package io.alltools.trajectories.functions;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.Draws;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A function and what people say when they want it.
 *
 * @param topic functions of different topics can't do each other's work
 * @param phrases as "book a table at {restaurant}": imperative, with every required parameter in braces
 */
record FunctionTemplate(
        String topic, String name, String description, List<Parameter> parameters, List<String> phrases) {

    /** A wish for a call, in words and as the leaderboard accepts it. */
    record Wish(String words, ObjectNode accepted) {}

    static FunctionTemplate of(
            String topic, String name, String description, List<String> phrases, Parameter... parameters) {
        return new FunctionTemplate(topic, name, description, List.of(parameters), phrases);
    }

    /** In the leaderboard's form. */
    ObjectNode toJson() {
        ObjectNode function = Json.object().put("name", name).put("description", description);
        ObjectNode schema = function.putObject("parameters").put("type", "dict");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (Parameter parameter : parameters) {
            properties.set(parameter.name(), parameter.schema());
            if (parameter.required()) {
                required.add(parameter.name());
            }
        }
        return function;
    }

    Wish wish(Draws draws) {
        String words = draws.pick(phrases);
        StringBuilder clauses = new StringBuilder();
        ObjectNode call = Json.object();
        ObjectNode arguments = call.putObject(name);
        for (Parameter parameter : parameters) {
            ArrayNode accepted = arguments.putArray(parameter.name());
            if (parameter.required() || draws.oneIn(2)) {
                Parameter.Value value = parameter.draw().apply(draws);
                accepted.add(value.accepted());
                words = words.replace("{" + parameter.name() + "}", value.words());
                clauses.append(parameter.clause().replace("%s", value.words()));
                if (!parameter.required() && value.accepted().equals(parameter.fallback())) {
                    accepted.add("");
                }
            } else {
                accepted.add(parameter.fallback()).add("");
            }
        }
        return new Wish(words + clauses, call);
    }
}
