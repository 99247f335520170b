/** The application as it is delivered, in a process of its own, for the tests of the clients. */
@NullMarked
package io.alltools.clients.server;

import org.jspecify.annotations.NullMarked;
