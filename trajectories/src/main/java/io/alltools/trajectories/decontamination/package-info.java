/** Keeps test sets out of training data: drops what has a run of words in common with them. */
@NullMarked
package io.alltools.trajectories.decontamination;

import org.jspecify.annotations.NullMarked;
