package io.alltools.trajectories.functions;

import io.alltools.agent.Json;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Toolbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls as somebody writes them down, made the leaderboard's accepted calls, which list what each argument may be. */
final class AuthoredCalls {

    private static final int MOST = 10;

    private AuthoredCalls() {}

    /**
     * @param functions the leaderboard's descriptions
     * @param written a JSON list of objects, each with a function's name and its arguments
     * @throws IllegalArgumentException when it is none, or a call breaks its function's schema
     */
    static ArrayNode accepted(JsonNode functions, String written) {
        Map<String, ToolSpec> specs = functions
                .valueStream()
                .map(BfclSchema::spec)
                .collect(Collectors.toMap(ToolSpec::name, Function.identity()));
        ArrayNode accepted = Json.MAPPER.createArrayNode();
        List<AstCheck.Call> calls = new ArrayList<>();
        for (JsonNode call : list(written)) {
            if (!(call instanceof ObjectNode object)
                    || object.size() != 1
                    || !(object.iterator().next() instanceof ObjectNode arguments)) {
                throw new IllegalArgumentException(
                        "a call is " + call + ": expected an object with a function's name and its arguments");
            }
            String name = object.propertyNames().iterator().next();
            ToolSpec spec = specs.get(name);
            if (spec == null) {
                throw new IllegalArgumentException("a call is of \"" + name + "\": expected one of "
                        + specs.keySet().stream().sorted().toList());
            }
            Toolbox.problemWith(spec, Json.write(arguments)).ifPresent(problem -> {
                throw new IllegalArgumentException("the call of " + name + " doesn't fit its schema: " + problem);
            });
            ObjectNode possible = Json.object();
            arguments.properties().forEach(argument -> possible.set(argument.getKey(), oneOf(argument.getValue())));
            accepted.addObject().set(name, possible);
            calls.add(new AstCheck.Call(name, arguments));
        }
        new AstCheck(functions, accepted).problem(calls).ifPresent(problem -> {
            throw new IllegalArgumentException("the calls don't pass the check of the calls themselves: " + problem);
        });
        return accepted;
    }

    private static List<JsonNode> list(String written) {
        JsonNode calls;
        try {
            calls = Json.MAPPER.readTree(written);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the calls are no JSON: " + e.getOriginalMessage());
        }
        if (!calls.isArray() || calls.size() > MOST) {
            throw new IllegalArgumentException("the calls are " + (calls.isArray() ? calls.size() + " calls" : calls)
                    + ": expected a JSON list of at most " + MOST);
        }
        return calls.valueStream().toList();
    }

    private static ArrayNode oneOf(JsonNode value) {
        return Json.MAPPER.createArrayNode().add(possible(value));
    }

    /** Inside an object the values are listed again, see {@link AstCheck}. */
    private static JsonNode possible(JsonNode value) {
        if (value.isArray()) {
            ArrayNode items = Json.MAPPER.createArrayNode();
            value.forEach(item -> items.add(possible(item)));
            return items;
        }
        if (value instanceof ObjectNode) {
            ObjectNode object = Json.object();
            value.properties().forEach(member -> object.set(member.getKey(), oneOf(member.getValue())));
            return object;
        }
        if (PythonValues.isEmptyText(value)) {
            throw new IllegalArgumentException(
                    "an argument is an empty text, which among accepted values means that it may be left out");
        }
        return value;
    }
}
