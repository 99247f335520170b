/** The models that a run can have: which there are, how they are loaded, and how checkpoints become some. */
@NullMarked
package io.alltools.web.model;

import org.jspecify.annotations.NullMarked;
