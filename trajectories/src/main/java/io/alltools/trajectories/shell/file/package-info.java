/** The file system of a sandboxed machine: a tree in memory with owners, modes and quotas. */
@NullMarked
package io.alltools.trajectories.shell.file;

import org.jspecify.annotations.NullMarked;
