/** The documents that {@code retrieval} searches, and those that people uploaded for it. */
@NullMarked
package io.alltools.web.knowledge;

import org.jspecify.annotations.NullMarked;
