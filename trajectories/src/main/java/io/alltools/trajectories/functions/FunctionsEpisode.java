package io.alltools.trajectories.functions;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Toolbox;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import io.alltools.trajectories.environment.NoExpertException;
import io.alltools.trajectories.environment.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One request with functions that could serve it, or couldn't. */
final class FunctionsEpisode implements Episode {

    private static final String SYSTEM = "Call the functions that the user's request needs, each with the right"
            + " arguments, and several at once where several are needed. When the calls are taken, tell the user in a"
            + " sentence what was done. When no function fits, or something that a call needs isn't known, make no call"
            + " and say so.";

    private final Category category;
    private final List<Message> messages;
    private final List<ToolSpec> specs;
    private final AstCheck check;
    private final TakenCalls taken = new TakenCalls();

    FunctionsEpisode(JsonNode data) {
        category = Category.of(data.path("category").asString());
        specs = data.path("functions").valueStream().map(BfclSchema::spec).toList();
        check = new AstCheck(data.path("functions"), data.path("accepted"));
        messages = new ArrayList<>();
        messages.add(Message.system(SYSTEM));
        for (JsonNode message : data.path("messages")) {
            String text = message.path("content").asString();
            messages.add(message.path("role").asString().equals("system") ? Message.system(text) : Message.user(text));
        }
    }

    @Override
    public List<Message> messages() {
        return List.copyOf(messages);
    }

    @Override
    public List<Tool> tools() {
        return specs.stream().map(taken::tool).toList();
    }

    /**
     * Calls that broke their schema were never taken and may be made better; what was taken counts. Where no call is
     * expected, none may have been tried either. Where only some call is, each that can be read counts, whatever it
     * calls and with what ({@code relevance_file_runner} of the leaderboard's {@code eval_runner.py}: it decodes, and
     * is not empty).
     */
    @Override
    public Score score(Attempt attempt) {
        if (category == Category.IRRELEVANCE) {
            long made = attempt.calls().count();
            return Score.of(made == 0, "expected no call, found " + made);
        }
        if (category == Category.RELEVANCE) {
            long readable =
                    attempt.calls().filter(call -> isReadable(call.arguments())).count();
            return Score.of(readable > 0, "expected a call with arguments that are a JSON object, found " + readable);
        }
        Optional<String> problem = check.problem(taken.calls());
        return Score.of(problem.isEmpty(), problem.orElse("all calls are as accepted"));
    }

    private static boolean isReadable(String arguments) {
        try {
            Json.parseObject(arguments);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public Expert expert() {
        if (category == Category.RELEVANCE) {
            throw new NoExpertException("which calls are right is not known for tasks of the category relevance;"
                    + " expected a model as actor, or a file without them");
        }
        boolean[] called = {false};
        return observations -> {
            if (category == Category.IRRELEVANCE) {
                return new Move.Answer(
                        "What the user wants is not what " + names() + " can do, so I call nothing.",
                        "None of the functions that I have can do that, so I have not called any.");
            }
            if (called[0]) {
                return new Move.Answer(
                        "All calls were taken.",
                        check.accepted().size() == 1
                                ? "Done: I have called " + names() + "."
                                : "Done: I have made " + check.accepted().size() + " calls, of " + names() + ".");
            }
            called[0] = true;
            List<Move.Call> calls = check.accepted()
                    .valueStream()
                    .map(expected ->
                            new Move.Call(expected.propertyNames().iterator().next(), arguments(expected)))
                    .toList();
            return new Move.Act(
                    calls.size() == 1
                            ? "The request is a case for " + names() + ", and it names all that the call needs."
                            : "The request needs " + calls.size()
                                    + " calls, which don't depend on each other, so I make" + " them side by side.",
                    calls);
        };
    }

    /** Of the functions that are called; of all where none is. */
    private String names() {
        List<String> names = check.accepted().isEmpty()
                ? specs.stream().map(ToolSpec::name).toList()
                : check.accepted()
                        .valueStream()
                        .map(expected -> expected.propertyNames().iterator().next())
                        .distinct()
                        .toList();
        return names.stream().collect(Collectors.joining(" and "));
    }

    /** The first accepted arguments that fit the function's own schema, which the leaderboard doesn't promise. */
    private String arguments(JsonNode expected) {
        String name = expected.propertyNames().iterator().next();
        ToolSpec spec =
                specs.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
        int variants =
                expected.path(name).valueStream().mapToInt(JsonNode::size).max().orElse(1);
        for (int variant = 0; variant < variants; variant++) {
            String arguments = Json.write(chosen(spec, expected.path(name), variant));
            if (Toolbox.problemWith(spec, arguments).isEmpty()) {
                return arguments;
            }
        }
        return Json.write(chosen(spec, expected.path(name), 0));
    }

    private static ObjectNode chosen(ToolSpec spec, JsonNode possible, int variant) {
        ObjectNode arguments = Json.object();
        possible.properties().forEach(parameter -> {
            JsonNode values = parameter.getValue();
            boolean optional = values.valueStream().anyMatch(PythonValues::isEmptyText)
                    && !PythonValues.contains(
                            spec.parameters().path("required"),
                            Json.MAPPER.getNodeFactory().stringNode(parameter.getKey()));
            List<JsonNode> real = values.valueStream()
                    .filter(value -> !PythonValues.isEmptyText(value))
                    .toList();
            if (!optional && !real.isEmpty()) {
                arguments.set(parameter.getKey(), plain(real.get(Math.min(variant, real.size() - 1))));
            }
        });
        return arguments;
    }

    /** Inside an object the accepted values are listed again. */
    private static JsonNode plain(JsonNode value) {
        if (value.isArray()) {
            ArrayNode items = Json.MAPPER.createArrayNode();
            value.forEach(item -> items.add(plain(item)));
            return items;
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode object = Json.object();
        value.properties().forEach(member -> {
            JsonNode first = member.getValue().path(0);
            if (!first.isMissingNode() && !PythonValues.isEmptyText(first)) {
                object.set(member.getKey(), plain(first));
            }
        });
        return object;
    }
}
