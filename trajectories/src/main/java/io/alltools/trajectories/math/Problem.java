package io.alltools.trajectories.math;

import java.math.BigDecimal;

/**
 * A word problem with its solution.
 *
 * @param thought the plan in words
 * @param code Python that prints the answer; empty when none is known
 * @param unit what the answer counts; may be empty
 */
record Problem(String question, String thought, String code, BigDecimal answer, String unit) {}
