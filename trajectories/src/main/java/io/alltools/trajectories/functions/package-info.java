/**
 * Tasks of function calling in the format and by the rules of the Berkeley Function Calling Leaderboard (Patil et al.,
 * <a href="https://github.com/ShishirPatil/gorilla/tree/main/berkeley-function-call-leaderboard">BFCL</a>): which calls
 * does a request need? The functions do nothing; the calls are what counts.
 */
@NullMarked
package io.alltools.trajectories.functions;

import org.jspecify.annotations.NullMarked;
