/** What files hold: the text of PDFs, and of files whose charset nobody tells. */
@NullMarked
package io.alltools.tools.document;

import org.jspecify.annotations.NullMarked;
