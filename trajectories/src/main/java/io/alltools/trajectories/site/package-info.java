/**
 * Websites to work with: questions that are answered by reading a local site with {@code simple_browser}, and elements
 * of pages that are chosen step by step in the manner of Mind2Web (Deng et al. 2023).
 */
@NullMarked
package io.alltools.trajectories.site;

import org.jspecify.annotations.NullMarked;
