/** Runs of words or characters as numbers: what near duplicates and overlaps are found by. */
@NullMarked
package io.alltools.trajectories.ngram;

import org.jspecify.annotations.NullMarked;
