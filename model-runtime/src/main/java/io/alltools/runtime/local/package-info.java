/** The models on this machine, by name or folder. */
@NullMarked
package io.alltools.runtime.local;

import org.jspecify.annotations.NullMarked;
