/** Sessions on their way out of the application and into it: Markdown, JSON, ATIF, and what a shared link shows. */
@NullMarked
package io.alltools.web.exchange;

import org.jspecify.annotations.NullMarked;
