package io.alltools.trajectories.os;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import java.util.ArrayList;
import java.util.List;
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
        // In turn, so that a set of any size has all of them.
        Draft draft = TEMPLATES
                .get(number % TEMPLATES.size())
                .draft(new World(Draws.of(OsEnvironment.NAME, split, seed, number), split, number));
        ObjectNode data = Json.object().put("time", OsEnvironment.START);
        data.putArray("init").add(draft.init);
        data.set("evaluation", draft.evaluation);
        ArrayNode steps = data.putObject("expert").putArray("steps");
        draft.steps.forEach(step -> steps.addObject().put("thought", step[0]).put("script", step[1]));
        String id = OsEnvironment.NAME + "/" + split.id() + "/" + seed + "/" + number;
        return new Task(id, OsEnvironment.NAME, split, draft.instruction, draft.gold, data);
    }
}
