/** Agents that a person defined: a file each. */
@NullMarked
package io.alltools.web.agent;

import org.jspecify.annotations.NullMarked;
