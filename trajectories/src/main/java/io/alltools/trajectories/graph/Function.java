package io.alltools.trajectories.graph;

import io.alltools.agent.Json;
import io.alltools.agent.ToolSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The seven query functions, with names and parameters of AgentBench (Liu et al. 2023, knowledgegraph/const.py). */
enum Function {
    GET_RELATIONS(
            "Lists all relations that lead on from an entity or a variable: the way to find out how the knowledge base"
                    + " goes on from there.",
            "variable"),
    GET_NEIGHBORS(
            "Makes a variable of all entities that a relation leads to from an entity or a variable. Only for a"
                    + " relation that get_relations has listed for it.",
            "variable",
            "relation"),
    INTERSECTION(
            "Makes a variable of what two variables have in common. Both must be of the same type.",
            "variable1",
            "variable2"),
    GET_ATTRIBUTES(
            "Lists all attributes of a variable that have numbers or dates. Needed only where the question asks for an"
                    + " extreme, such as the oldest.",
            "variable"),
    ARGMAX(
            "Makes a variable of the entity with the greatest value of an attribute. Only for an attribute that"
                    + " get_attributes has listed for the variable.",
            "variable",
            "attribute"),
    ARGMIN(
            "Makes a variable of the entity with the least value of an attribute. Only for an attribute that"
                    + " get_attributes has listed for the variable.",
            "variable",
            "attribute"),
    COUNT("Makes a variable that is the number of a variable's entities.", "variable");

    private final String description;
    private final List<String> parameters;

    Function(String description, String... parameters) {
        this.description = description;
        this.parameters = List.of(parameters);
    }

    /** Its name as the model spells it. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> parameters() {
        return parameters;
    }

    /** @throws IllegalArgumentException when there is none of that name */
    static Function of(String id) {
        return Arrays.stream(values())
                .filter(function -> function.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no function \"" + id + "\": expected one of "
                        + Arrays.stream(values()).map(Function::id).collect(Collectors.joining(", "))));
    }

    ToolSpec spec() {
        ObjectNode schema = Json.object();
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (String parameter : parameters) {
            properties.putObject(parameter).put("type", "string").put("description", meaning(parameter));
            required.add(parameter);
        }
        schema.put("additionalProperties", false);
        return ToolSpec.function(id(), description, schema);
    }

    private String meaning(String parameter) {
        return switch (parameter) {
            case "relation" -> "The relation's whole name, such as film.film.genre.";
            case "attribute" -> "The attribute's whole name, such as film.film.runtime.";
            default ->
                this == GET_RELATIONS || this == GET_NEIGHBORS
                        ? "An entity of the question by its name, or a variable such as #0."
                        : "A variable such as #0.";
        };
    }
}
