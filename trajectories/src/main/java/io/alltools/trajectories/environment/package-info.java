/**
 * Worlds in which agents are given tasks and rewarded, in the manner of AgentBench (Liu et al. 2023). A family of tasks
 * is an {@link io.alltools.trajectories.environment.Environment} in a package of its own.
 */
@NullMarked
package io.alltools.trajectories.environment;

import org.jspecify.annotations.NullMarked;
