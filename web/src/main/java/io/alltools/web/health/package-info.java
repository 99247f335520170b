/** Whether the server lives, whether it can serve, and how it stops. */
@NullMarked
package io.alltools.web.health;

import org.jspecify.annotations.NullMarked;
