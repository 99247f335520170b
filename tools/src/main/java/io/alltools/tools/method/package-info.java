/**
 * Java methods as functions.
 *
 * <p>{@link io.alltools.tools.method.JavaFunctions} is the entry.
 */
@NullMarked
package io.alltools.tools.method;

import org.jspecify.annotations.NullMarked;
