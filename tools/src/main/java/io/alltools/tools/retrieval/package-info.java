/**
 * A knowledge base over local files.
 *
 * <p>{@link io.alltools.tools.retrieval.RetrievalTool} is the entry.
 */
@NullMarked
package io.alltools.tools.retrieval;

import org.jspecify.annotations.NullMarked;
