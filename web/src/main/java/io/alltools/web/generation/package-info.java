/** Tasks for the project's own tools: where environments of {@code trajectories} and {@code tools} meet. */
@NullMarked
package io.alltools.web.generation;

import org.jspecify.annotations.NullMarked;
