/** What is kept: the data folder, the database, the journal of runs and the reading of it, and who runs them. */
@NullMarked
package io.alltools.web.store;

import org.jspecify.annotations.NullMarked;
