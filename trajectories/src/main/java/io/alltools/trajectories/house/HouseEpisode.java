package io.alltools.trajectories.house;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import io.alltools.trajectories.environment.Score;
import io.alltools.trajectories.environment.Task;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** One task being done. */
final class HouseEpisode implements Episode {

    /** AgentBench's limit (configs/tasks/alfworld.yaml of its first version; ALFWorld's own is 50). */
    static final int MAX_STEPS = 35;

    static final String TOOL = "take_action";

    private static final String SYSTEM = """
            You are in a household and do a task there by actions, one at a time, each by a call of take_action. You are \
            told what you see, and after each action what came of it and which actions are possible then.
            - The actions are: look; inventory; go to (place); open (place); close (place); take (thing) from (place); \
            put (thing) in/on (place); use (lamp); clean (thing) with (place); heat (thing) with (place); cool (thing) with \
            (place); examine (place or thing).
            - "%s" means that the action was not possible.
            - You can carry one thing. You have %d actions.
            - When you are told that you won, say so in a sentence and stop.
            """.formatted(World.NOTHING, MAX_STEPS).strip();

    /** Begins the list of possible actions, as AgentBench has it. */
    private static final String AVAILABLE = " AVAILABLE ACTIONS: ";

    private static final Pattern OTHER_PUT =
            Pattern.compile("(?:put (.+) (?:in|on|into|onto)|move (.+) to) ([a-z]+ \\d+)");

    private final Task task;
    private final Layout layout;
    private final World world;
    private int steps;

    HouseEpisode(Task task) {
        this.task = task;
        layout = Layout.of(task);
        world = new World(layout);
    }

    @Override
    public List<Message> messages() {
        World fresh = new World(layout);
        return List.of(
                Message.system(SYSTEM),
                Message.user("Here is your task. " + fresh.overview() + "\nYour task is to: " + task.instruction()
                        + available(fresh)));
    }

    @Override
    public List<Tool> tools() {
        return List.of(new TakeAction());
    }

    @Override
    public Expert expert() {
        HouseExpert expert = new HouseExpert(layout.goal(), new World(layout).overview());
        return observations -> {
            String said = observations.isEmpty() ? "" : observations.getLast().text();
            HouseExpert.Step step = expert.next(said.split(AVAILABLE, -1)[0]);
            if (step.action().isEmpty()) {
                return said.contains(World.WON)
                        ? new Move.Answer(step.thought(), "I won: the task is done.")
                        : new Move.Answer(step.thought(), "I could not do the task.");
            }
            return Move.act(step.thought(), TOOL, Json.write(Json.object().put("action", step.action())));
        };
    }

    @Override
    public synchronized Score score(Attempt attempt) {
        return Score.of(
                world.won(),
                world.won() ? "won in " + steps + " steps" : "not won in " + steps + " steps: " + task.instruction());
    }

    private static String available(World world) {
        return AVAILABLE + String.join("\n", world.admissible()) + "\n";
    }

    private synchronized ToolResult act(String action) {
        if (world.won()) {
            return ToolResult.ok(World.NOTHING + " " + World.WON);
        }
        if (steps == MAX_STEPS) {
            return ToolResult.failed(
                    ToolResult.Kind.LIMIT_EXCEEDED,
                    "all " + MAX_STEPS + " actions are used up and the task is not done: nothing can be done any more");
        }
        steps++;
        String said = world.act(spelled(action));
        return ToolResult.ok(said + (world.won() ? "" : available(world)));
    }

    /**
     * An action as the world spells it: newer versions of ALFWorld say "move" for "put", and models say "in" or "on".
     */
    private static String spelled(String action) {
        String line = action.strip().lines().findFirst().orElse("").strip().toLowerCase(Locale.ROOT);
        String tidy = line.replaceAll("\\s+", " ").replaceFirst("\\.$", "");
        Matcher put = OTHER_PUT.matcher(tidy);
        if (put.matches()) {
            return "put " + (put.group(1) != null ? put.group(1) : put.group(2)) + " in/on " + put.group(3);
        }
        return tidy.replaceFirst("^toggle ", "use ");
    }

    /** AgentBench's one tool. */
    private final class TakeAction implements Tool {

        private static final ToolSpec SPEC = specification();

        @Override
        public ToolSpec spec() {
            return SPEC;
        }

        @Override
        public Set<Trait> traits() {
            return Set.of();
        }

        @Override
        public ToolResult call(String arguments, ToolContext context) {
            return act(Json.parseObject(arguments).path("action").asString(""));
        }

        private static ToolSpec specification() {
            ObjectNode schema = Json.object();
            schema.put("type", "object");
            schema.putObject("properties")
                    .putObject("action")
                    .put("type", "string")
                    .put("description", "The action you would like to take");
            schema.putArray("required").add("action");
            schema.put("additionalProperties", false);
            return ToolSpec.function(TOOL, "Take an action.", schema);
        }
    }
}
