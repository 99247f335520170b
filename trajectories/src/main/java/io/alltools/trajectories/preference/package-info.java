/**
 * Makes data for preference training and for fine-tuning on a model's own answers: Self-Contrast, the self-critique of
 * ChatGLM-Math, and pairs from rewards. Model calls are recorded in a
 * {@link io.alltools.trajectories.preference.WorkLog} as they are made, so that a run that was ended goes on where it
 * was, and thresholds can be changed without a new call.
 */
@NullMarked
package io.alltools.trajectories.preference;

import org.jspecify.annotations.NullMarked;
