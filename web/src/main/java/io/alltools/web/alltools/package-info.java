/** Chat completions with tools that the server runs, in GLM-4-AllTools' shapes: each is a run. */
@NullMarked
package io.alltools.web.alltools;

import org.jspecify.annotations.NullMarked;
