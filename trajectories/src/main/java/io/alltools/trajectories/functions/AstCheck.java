package io.alltools.trajectories.functions;

import static io.alltools.trajectories.functions.PythonValues.contains;
import static io.alltools.trajectories.functions.PythonValues.isEmptyText;
import static io.alltools.trajectories.functions.PythonValues.standard;
import static io.alltools.trajectories.functions.PythonValues.standardItems;
import static io.alltools.trajectories.functions.PythonValues.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The leaderboard's check of calls against what it accepts ({@code bfcl_eval/eval_checker/ast_eval/ast_checker.py}),
 * rule by rule, for its Python categories. Each method answers what is wrong, or nothing.
 *
 * @param functions the descriptions in the leaderboard's form
 * @param accepted an expected call each: function name, and for every argument the accepted values, of which {@code ""}
 *     means that it may be left out
 */
record AstCheck(JsonNode functions, JsonNode accepted) {

    /** A call that was made. */
    record Call(String name, ObjectNode arguments) {}

    private static final Map<String, String> TYPES = Map.of(
            "string", "str",
            "integer", "int",
            "float", "float",
            "boolean", "bool",
            "array", "list",
            "tuple", "list",
            "dict", "dict",
            "any", "str");

    /** {@code parallel_function_checker_no_order}, which for one call is the check of the other categories too. */
    Optional<String> problem(List<Call> calls) {
        if (calls.size() != accepted.size()) {
            return Optional.of("expected " + accepted.size() + " calls, found " + calls.size());
        }
        List<Call> left = new ArrayList<>(calls);
        for (JsonNode expected : accepted) {
            String why = "";
            boolean found = false;
            for (int i = 0; i < left.size() && !found; i++) {
                Optional<String> problem = problem(left.get(i), expected);
                if (problem.isEmpty()) {
                    left.remove(i);
                    found = true;
                } else {
                    why = problem.get();
                }
            }
            if (!found) {
                return Optional.of("no call is " + expected + ": " + why);
            }
        }
        return Optional.empty();
    }

    /** {@code simple_function_checker}. */
    private Optional<String> problem(Call call, JsonNode expected) {
        String name = expected.propertyNames().iterator().next();
        JsonNode possible = expected.path(name);
        if (!call.name().equals(name)) {
            return Optional.of("expected the function " + name + ", found " + call.name());
        }
        JsonNode parameters = functions
                .valueStream()
                .filter(function -> function.path("name").asString("").equals(name))
                .findFirst()
                .orElseThrow()
                .path("parameters");
        for (JsonNode required : parameters.path("required")) {
            if (!call.arguments().has(required.asString())) {
                return Optional.of(required.asString() + " is required and missing");
            }
        }
        for (Map.Entry<String, JsonNode> argument : call.arguments().properties()) {
            String parameter = argument.getKey();
            if (!parameters.path("properties").has(parameter) || !possible.has(parameter)) {
                return Optional.of(parameter + " is not expected");
            }
            JsonNode description = parameters.path("properties").path(parameter);
            if (!accepts(description, argument.getValue(), possible.path(parameter))) {
                return Optional.of(
                        parameter + " is " + argument.getValue() + ", expected one of " + possible.path(parameter));
            }
        }
        return possible.properties().stream()
                .filter(parameter -> !call.arguments().has(parameter.getKey())
                        && parameter.getValue().valueStream().noneMatch(PythonValues::isEmptyText))
                .findFirst()
                .map(parameter -> parameter.getKey() + " is missing and may not be left out");
    }

    private static boolean accepts(JsonNode description, JsonNode value, JsonNode possible) {
        String declared = description.path("type").asString("any");
        String expected = TYPES.getOrDefault(declared, "str");
        String nested = declared.equals("array") || declared.equals("tuple")
                ? TYPES.getOrDefault(description.path("items").path("type").asString(""), "")
                : "";
        // Python's own widening: an int is a fine float.
        String found = declared.equals("float") && type(value).equals("int") ? "float" : type(value);
        String listed = typeOf(possible);
        boolean variable = !listed.isEmpty() && !listed.equals(expected);
        if (found.equals(expected)) {
            if (!nested.isEmpty() && !nestedTypesFit(value, possible, nested)) {
                return false;
            }
        } else if (found.equals(listed)) {
            variable = true;
        } else {
            return false;
        }
        if (variable) {
            return contains(possible, value);
        }
        return switch (expected) {
            case "dict" -> fitsOne(value, possible);
            case "str" ->
                possible.valueStream()
                        .filter(JsonNode::isString)
                        .anyMatch(item -> standard(item.asString()).equals(standard(value.asString())));
            case "list" -> nested.equals("dict") ? fitsOneList(value, possible) : listFits(value, possible);
            default -> contains(possible, value);
        };
    }

    /** {@code get_possible_answer_type}; empty when it can't be told. */
    private static String typeOf(JsonNode possible) {
        return possible.valueStream()
                .filter(item -> !isEmptyText(item))
                .findFirst()
                .map(PythonValues::type)
                .orElse("");
    }

    /** The inner part of {@code type_checker}: one accepted list must have items of the value's items' types. */
    private static boolean nestedTypesFit(JsonNode value, JsonNode possible, String nested) {
        return possible.valueStream()
                .anyMatch(list -> !list.isArray()
                        || value.valueStream()
                                .allMatch(item ->
                                        type(item).equals(nested) || type(item).equals(typeOf(list))));
    }

    /** {@code list_checker}. */
    private static boolean listFits(JsonNode value, JsonNode possible) {
        JsonNode standard = standardItems(value);
        return possible.valueStream().anyMatch(list -> PythonValues.equal(standard, standardItems(list)));
    }

    /** {@code dict_checker}: the accepted values of each member are listed again. */
    private static boolean fitsOne(JsonNode value, JsonNode possible) {
        return possible.valueStream().filter(JsonNode::isObject).anyMatch(object -> fits(value, object));
    }

    private static boolean fits(JsonNode value, JsonNode possible) {
        return value.isObject()
                && value.properties().stream()
                        .allMatch(member -> possible.has(member.getKey())
                                && contains(standardItems(possible.path(member.getKey())), standard(member.getValue())))
                && possible.properties().stream()
                        .allMatch(member -> value.has(member.getKey())
                                || member.getValue().valueStream().anyMatch(PythonValues::isEmptyText));
    }

    /** {@code list_dict_checker}: in order. What may be left out is as long as an empty list. */
    private static boolean fitsOneList(JsonNode value, JsonNode possible) {
        return possible.valueStream().anyMatch(list -> {
            if (list.size() != value.size() || !list.isArray() && !isEmptyText(list)) {
                return false;
            }
            for (int i = 0; i < value.size(); i++) {
                if (!list.get(i).isObject() || !fits(value.get(i), list.get(i))) {
                    return false;
                }
            }
            return true;
        });
    }
}
