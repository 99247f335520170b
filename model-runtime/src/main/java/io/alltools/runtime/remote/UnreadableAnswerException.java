package io.alltools.runtime.remote;

import java.io.IOException;

/** What an endpoint sent is no answer that can be read; the message goes on from its name. */
final class UnreadableAnswerException extends IOException {

    UnreadableAnswerException(String message) {
        super(message);
    }
}
