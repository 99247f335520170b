/** Where the application's spans and measurements go. */
@NullMarked
package io.alltools.web.telemetry;

import org.jspecify.annotations.NullMarked;
