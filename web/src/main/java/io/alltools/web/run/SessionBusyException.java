package io.alltools.web.run;

/** A session does one run at a time. */
public final class SessionBusyException extends RuntimeException {

    /** @param what a run's id, or what else is done */
    SessionBusyException(String sessionId, String what) {
        super("session " + sessionId + " is busy with " + (what.startsWith("run_") ? "run " : "") + what
                + ": wait for its end or cancel it");
    }
}
