/**
 * Word problems with numbers, in the manner and format of GSM8K (Cobbe et al. 2021, <a
 * href="https://github.com/openai/grade-school-math">grade-school-math</a>), worked out with {@code python}.
 */
@NullMarked
package io.alltools.trajectories.math;

import org.jspecify.annotations.NullMarked;
