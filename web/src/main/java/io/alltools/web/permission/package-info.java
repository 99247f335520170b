/** Which calls may run: the rules of a policy file, and the people who decide about the rest. */
@NullMarked
package io.alltools.web.permission;

import org.jspecify.annotations.NullMarked;
