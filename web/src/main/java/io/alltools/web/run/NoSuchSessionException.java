package io.alltools.web.run;

/** A run was wanted in a session that does not exist, or that is somebody else's, which is the same to who asks. */
public final class NoSuchSessionException extends RuntimeException {

    NoSuchSessionException(String sessionId) {
        super("there is no session \"" + sessionId + "\"");
    }
}
