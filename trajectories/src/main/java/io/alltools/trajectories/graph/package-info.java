/**
 * Questions over a knowledge graph in the manner of AgentBench's KG tasks: seven query functions, answers that are sets
 * of entities, F1 as the reward.
 */
@NullMarked
package io.alltools.trajectories.graph;

import org.jspecify.annotations.NullMarked;
