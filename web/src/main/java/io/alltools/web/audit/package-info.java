/** The record of who did what. */
@NullMarked
package io.alltools.web.audit;

import org.jspecify.annotations.NullMarked;
