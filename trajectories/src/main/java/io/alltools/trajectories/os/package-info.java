/**
 * Tasks of an operating system in the manner of AgentBench's OS interaction (Liu et al. 2023), in a
 * {@link io.alltools.trajectories.shell.Sandbox}.
 */
@NullMarked
package io.alltools.trajectories.os;

import org.jspecify.annotations.NullMarked;
