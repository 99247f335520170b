package io.alltools.trajectories.house;

import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Environment;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.Unusable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Housework in a text world with ALFWorld's six types of tasks, its actions and its wording (Shridhar et al. 2021),
 * asked by AgentBench's tool {@code take_action}. The reward is 1 when the task was done, else 0.
 */
public final class House implements Environment {

    static final String NAME = "house";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Housework in a text world: find, clean, heat, cool and place things; 1 when the task was done.";
    }

    @Override
    public Task task(Split split, long seed, int number) {
        Draws random = Draws.of(NAME, split, seed, number);
        Goal.Type[] types = Goal.Type.values();
        Layout layout = new HouseBuilder(random).house(types[number % types.length], split);
        return new Task(
                NAME + "/" + split.id() + "/" + seed + "/" + number,
                NAME,
                split,
                layout.goal().instruction(random.nextInt(Integer.MAX_VALUE)),
                List.of(),
                layout.data());
    }

    /**
     * Reads ALFWorld's task data: a {@code traj_data.json}, or a folder with such files in it at any depth. The data
     * has no furniture, which is a matter of its 3D scenes: a room of the scene's kind is furnished for it.
     */
    @Override
    public List<Task> load(Path file, Split split, Unusable unusable) throws IOException {
        return new TrajDataFile(split, unusable).read(file);
    }

    @Override
    public Episode reset(Task task) {
        if (!task.environment().equals(NAME)) {
            throw new IllegalArgumentException(
                    "task " + task.id() + " is of environment " + task.environment() + ": expected " + NAME);
        }
        return new HouseEpisode(task);
    }
}
