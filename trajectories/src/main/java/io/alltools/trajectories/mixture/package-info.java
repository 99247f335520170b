/** Agent data mixed with general conversations, so that a model learns the one without forgetting the other. */
@NullMarked
package io.alltools.trajectories.mixture;

import org.jspecify.annotations.NullMarked;
