/**
 * Sequences of different lengths packed for training as LongAlign does it, so that no computation is spent on padding
 * and each sequence weighs as much as another in the loss.
 *
 * <p>Source: LongAlign (Bai et al. 2024, arXiv 2401.18058), section 3.2, and THUDM/LongAlign, sort_and_group.py at
 * 21d6e84.
 */
@NullMarked
package io.alltools.trajectories.packing;

import org.jspecify.annotations.NullMarked;
