/** Loads a server with requests as many clients would send them, and looks for errors and leaks. */
@NullMarked
package io.alltools.web.load;

import org.jspecify.annotations.NullMarked;
