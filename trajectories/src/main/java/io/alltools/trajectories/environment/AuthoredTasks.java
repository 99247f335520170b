package io.alltools.trajectories.environment;

/** An environment for whose worlds others, such as a model, can write tasks. */
public interface AuthoredTasks extends Environment {

    /** A task's world for who writes another one for it: what there is, and what a gold answer is written in. */
    String brief(Task task);

    /**
     * The gold answer of a task as {@link #brief} wants it written.
     *
     * @throws NoExpertException when the right answer is not known
     */
    String goldOf(Task task);

    /**
     * Another task in the world of one.
     *
     * @param gold as {@link #brief} says
     * @throws IllegalArgumentException when the gold answer is none in that world; the message says what was wrong
     */
    Task authored(Task world, String id, String instruction, String gold);
}
