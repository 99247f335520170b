package io.alltools.trajectories.generation;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Environment;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import io.alltools.trajectories.environment.Score;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Unusable;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The smallest world there is: a scale on which weights are put until it shows what was asked for. */
final class Scale implements Environment {

    private static final ObjectNode PARAMETERS = Json.parseObject(
            "{\"type\":\"object\",\"properties\":{\"weight\":{\"type\":\"integer\"}},\"required\":[\"weight\"]}");

    private final long millis;

    /** @param millis how long a weight takes */
    Scale(long millis) {
        this.millis = millis;
    }

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String description() {
        return "Puts weights on a scale; right when it shows the number that was asked for.";
    }

    @Override
    public Task task(Split split, long seed, int number) {
        long target = 10 + Math.floorMod(Seeds.of(seed, split.id(), number), 90);
        return new Task(
                "scale/" + split.id() + "/" + seed + "/" + number,
                name(),
                split,
                "Make the scale show " + target + ".",
                List.of(Long.toString(target)),
                Json.object().put("target", target));
    }

    @Override
    public List<Task> load(Path file, Split split, Unusable unusable) {
        throw new IllegalArgumentException("there is no public format of scales");
    }

    @Override
    public Episode reset(Task task) {
        return new World(task);
    }

    private final class World implements Episode {

        private final Task task;
        private final long target;
        private long shown;

        World(Task task) {
            this.task = task;
            this.target = task.data().path("target").asLong();
        }

        @Override
        public List<Message> messages() {
            return List.of(Message.system("You have a scale."), Message.user(task.instruction()));
        }

        @Override
        public List<Tool> tools() {
            return List.of(new Tool() {
                @Override
                public ToolSpec spec() {
                    return ToolSpec.function("put", "Puts a weight on the scale.", PARAMETERS);
                }

                @Override
                public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
                    Thread.sleep(millis);
                    shown += Json.parseObject(arguments).path("weight").asLong();
                    return ToolResult.ok("The scale shows " + shown + ".");
                }
            });
        }

        @Override
        public Score score(Attempt attempt) {
            return Score.of(shown == target, "expected " + target + ", found " + shown);
        }

        /** Puts all but 3, then the rest as two weights at once. */
        @Override
        public Expert expert() {
            return observations -> {
                if (shown == 0) {
                    return Move.act("Most of it first.", "put", "{\"weight\":" + (target - 3) + "}");
                }
                if (shown == target) {
                    return new Move.Answer("It is right.", "The scale shows " + target + ".");
                }
                return shown == target - 3
                        ? new Move.Act(
                                "3 are missing.",
                                List.of(new Move.Call("put", "{\"weight\":1}"), new Move.Call("put", "{\"weight\":2}")))
                        : new Move.Answer("Something is wrong.", "I can't do it.");
            };
        }
    }
}
