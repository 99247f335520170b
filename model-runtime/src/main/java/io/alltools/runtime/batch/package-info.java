/** Many requests on one decoder: who gets a slot, what is reused, who runs next. */
@NullMarked
package io.alltools.runtime.batch;

import org.jspecify.annotations.NullMarked;
