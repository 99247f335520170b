package io.alltools.trajectories.environment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A family of tasks with the world that they are done in. Runs in this process, from memory, and has no state of its
 * own: episodes may be run at the same time.
 *
 * <pre>{@code
 * Task task = environment.task(Split.TRAIN, 1, 42);
 * try (Episode episode = environment.reset(task)) {
 *     RunResult result = agent.withToolbox(new Toolbox(episode.tools())).run(request(episode.messages()), entry -> {});
 *     Score score = episode.score(Attempt.of(result));
 * }
 * }</pre>
 */
public interface Environment {

    /** Its name on the command line and in ids: a word in lower case, such as {@code db}. */
    String name();

    /** What the tasks are and how they are scored; one sentence. */
    String description();

    /**
     * Makes the task of a number. The same arguments give the same task in every process; there are as many as wanted.
     *
     * @param number 0 or more; different ones give different tasks
     */
    Task task(Split split, long seed, int number);

    /**
     * Reads tasks in the public format of this family, which the implementation names.
     *
     * @param unusable takes the entries that are not of that format or need what this environment has not
     * @throws IOException when the file can't be read
     * @throws IllegalArgumentException when the file is not of that format at all, or has such an entry and these are
     *     not left out; the message names the entry and what was expected
     */
    List<Task> load(Path file, Split split, Unusable unusable) throws IOException;

    /** The same; a file with an entry that can't be used is refused. */
    default List<Task> load(Path file, Split split) throws IOException {
        return load(file, split, Unusable.refused());
    }

    /**
     * A fresh world for a task.
     *
     * @throws IllegalArgumentException when the task is of another environment, or its data can't be used
     */
    Episode reset(Task task);
}
