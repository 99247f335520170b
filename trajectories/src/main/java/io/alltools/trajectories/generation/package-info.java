/**
 * Agents at work in environments: every attempt becomes a trajectory with its reward.
 *
 * <pre>{@code
 * GenerationSettings settings = GenerationSettings.DEFAULT.withSeed(1).withRollouts(4);
 * Generation generation =
 *         new Generation(List.of(TaskList.made(environment, settings, 500)), settings, new Actor.Oracle());
 * try (RolloutFile file = RolloutFile.open(path, generation.settings())) {
 *     generation.run(file, 8, progress -> {});
 * }
 * }</pre>
 */
@NullMarked
package io.alltools.trajectories.generation;

import org.jspecify.annotations.NullMarked;
