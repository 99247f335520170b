package io.alltools.trajectories.generation;

import io.alltools.trajectories.environment.Environment;
import io.alltools.trajectories.environment.Task;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Tasks of one environment, made when they are asked for.
 *
 * @param origin where they come from, for the record; the same origin has the same tasks at the same places
 */
public record TaskList(Environment environment, String origin, int size, IntFunction<Task> tasks) {

    /** The first tasks that the environment makes with the settings' split and seed. */
    public static TaskList made(Environment environment, GenerationSettings settings, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("tasks " + size + " is out of range: expected 1 or more");
        }
        return new TaskList(
                environment, "made", size, number -> environment.task(settings.split(), settings.seed(), number));
    }

    public static TaskList of(Environment environment, String origin, List<Task> tasks) {
        return new TaskList(environment, origin, tasks.size(), List.copyOf(tasks)::get);
    }

    Task get(int index) {
        return tasks.apply(index);
    }
}
