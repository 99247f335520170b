package io.alltools.runtime.remote;

import java.io.IOException;

/** An endpoint did not answer in time; the message goes on from its name. */
final class TooSlowException extends IOException {

    TooSlowException(String message) {
        super(message);
    }
}
