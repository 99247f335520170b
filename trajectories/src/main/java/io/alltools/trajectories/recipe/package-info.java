/** Stages of all packages under one roof, for the command line. */
@NullMarked
package io.alltools.trajectories.recipe;

import org.jspecify.annotations.NullMarked;
