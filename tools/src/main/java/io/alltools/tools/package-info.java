/** The tools that are read from files; the packages below hold one kind of tool each. */
@NullMarked
package io.alltools.tools;

import org.jspecify.annotations.NullMarked;
