/** The tools for other hosts, over HTTP. */
@NullMarked
package io.alltools.web.mcp;

import org.jspecify.annotations.NullMarked;
