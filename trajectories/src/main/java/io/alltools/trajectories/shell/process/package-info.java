/** What programs of a sandboxed machine run on: streams, pipes, turns, users, a clock, and a meter that ends them. */
@NullMarked
package io.alltools.trajectories.shell.process;

import org.jspecify.annotations.NullMarked;
