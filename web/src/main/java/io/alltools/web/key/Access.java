package io.alltools.web.key;

import io.alltools.web.caller.Scope;

/** What a route asks of its caller. */
sealed interface Access {

    /** The route as records name it. */
    String route();

    /** Nothing: the console's own files, health, and the way in. */
    record Open(String route) implements Access {}

    record Needs(String route, Scope scope) implements Access {}

    /** Nobody has said what it takes: only who may do everything gets there. */
    record Unlisted(String route) implements Access {}
}
