package io.alltools.trajectories.environment;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something to do in an environment; all that a {@linkplain Environment#reset reset} and the reward need, so that a
 * file of tasks is complete.
 *
 * @param id unique among all tasks, such as {@code db/train/1/42}: environment, split, seed and number; of a loaded
 *     task environment, split and its id in the data set
 * @param environment the environment's name
 * @param instruction what the user asks for
 * @param gold the right answer in words, as a test set would spell it; empty where there is none. Decontamination looks
 *     for it
 * @param data the world's state and what the reward compares with; its fields are the environment's own
 */
public record Task(String id, String environment, Split split, String instruction, List<String> gold, ObjectNode data) {

    public Task {
        gold = List.copyOf(gold);
    }
}
