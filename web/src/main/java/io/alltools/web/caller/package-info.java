/** Who makes a request, what they may do and what they use. */
@NullMarked
package io.alltools.web.caller;

import org.jspecify.annotations.NullMarked;
