package io.alltools.trajectories.generation;

import io.alltools.agent.Json;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Toolbox;
import io.alltools.trajectories.environment.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls as a model gets them wrong: each is refused before it does anything. */
final class Mistakes {

    private final Map<String, ToolSpec> specs;
    private final RandomGenerator random;

    Mistakes(List<ToolSpec> specs, RandomGenerator random) {
        this.specs = specs.stream().collect(Collectors.toMap(ToolSpec::name, Function.identity()));
        this.random = random;
    }

    /**
     * A wrong call and how its maker sees it afterwards.
     *
     * @param insight what was wrong, as the thought of the right call that follows
     */
    record Mistake(Move.Call call, String insight) {}

    /** One that could be made instead of the right call; empty where none is sure to be refused. */
    Optional<Mistake> insteadOf(Move.Call right) {
        ToolSpec spec = specs.get(right.name());
        List<Mistake> possible = new ArrayList<>();
        if (spec != null) {
            possible.addAll(misspelt(right));
            if (spec.kind() == ToolSpec.Kind.FUNCTION) {
                possible.addAll(wrongArguments(right, spec));
            }
        }
        return possible.isEmpty() ? Optional.empty() : Optional.of(possible.get(random.nextInt(possible.size())));
    }

    private List<Mistake> misspelt(Move.Call right) {
        return List.of(right.name() + "s", "run_" + right.name()).stream()
                .filter(name -> !specs.containsKey(name))
                .map(name -> new Mistake(
                        new Move.Call(name, right.arguments()),
                        "There is no tool named " + name + "; the right one is " + right.name() + "."))
                .toList();
    }

    private static List<Mistake> wrongArguments(Move.Call right, ToolSpec spec) {
        List<Mistake> mistakes = new ArrayList<>();
        ObjectNode arguments = Json.parseObject(right.arguments());
        for (JsonNode name : spec.parameters().path("required")) {
            ObjectNode without = arguments.deepCopy();
            without.remove(name.asString());
            mistakes.add(new Mistake(
                    new Move.Call(right.name(), Json.write(without)),
                    "I left out " + name.asString() + ", which " + right.name() + " needs."));
        }
        for (String name : arguments.propertyNames()) {
            ObjectNode nested = arguments.deepCopy();
            nested.putObject(name).set("value", arguments.get(name));
            mistakes.add(new Mistake(
                    new Move.Call(right.name(), Json.write(nested)),
                    "I gave " + name + " as an object; it must be the value itself."));
        }
        mistakes.removeIf(
                mistake -> Toolbox.problemWith(spec, mistake.call().arguments()).isEmpty());
        return mistakes;
    }
}
