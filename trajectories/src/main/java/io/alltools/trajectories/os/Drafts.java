package io.alltools.trajectories.os;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes tasks from templates: the same seed, split and number give the same task. */
final class Drafts {

    /** A family of tasks that differ in names, numbers and wording. */
    interface Template {
        Draft draft(World world);
    }

    private static final List<Template> TEMPLATES = templates();

    private Drafts() {}

    private static List<Template> templates() {
        List<Template> all = new ArrayList<>(Questions.ALL);
        all.addAll(Operations.ALL);
        return List.copyOf(all);
    }

    static int count() {
        return TEMPLATES.size();
    }

    static Task task(Split split, long seed, int number) {
        if (number < 0) {
            throw new IllegalArgumentException("task number " + number + ": expected 0 or more");
        }
        long mixed = (seed * 3 + split.ordinal()) * 0x9E3779B97F4A7C15L + number * 0xD1B54A32D192ED03L;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(mixed);
        // In turn, so that a set of any size has all of them.
        Draft draft = TEMPLATES.get(number % TEMPLATES.size()).draft(new World(random, split, number));
        ObjectNode data = Json.object().put("time", OsEnvironment.START);
        data.putArray("init").add(draft.init);
        data.set("evaluation", draft.evaluation);
        ArrayNode steps = data.putObject("expert").putArray("steps");
        draft.steps.forEach(step -> steps.addObject().put("thought", step[0]).put("script", step[1]));
        String id = OsEnvironment.NAME + "/" + split.id() + "/" + seed + "/" + number;
        return new Task(id, OsEnvironment.NAME, split, draft.instruction, draft.gold, data);
    }
}
