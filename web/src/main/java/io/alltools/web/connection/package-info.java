/** What the server bears of a connection: how many, how large and how slow. */
@NullMarked
package io.alltools.web.connection;

import org.jspecify.annotations.NullMarked;
