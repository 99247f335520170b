/**
 * Images that a model asks for.
 *
 * <p>{@link io.alltools.tools.image.ImageTool} is the entry.
 */
@NullMarked
package io.alltools.tools.image;

import org.jspecify.annotations.NullMarked;
