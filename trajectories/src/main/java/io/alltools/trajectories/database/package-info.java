/**
 * Tasks of SQL in the manner of AgentBench's DBBench (Liu et al. 2023, <a
 * href="https://github.com/THUDM/AgentBench">src/server/tasks/dbbench</a>): the agent looks into a small database with
 * {@code execute_sql} and commits what it found, or changes the tables. The databases live in memory in H2, which takes
 * MySQL's spelling.
 */
@NullMarked
package io.alltools.trajectories.database;

import org.jspecify.annotations.NullMarked;
