package io.alltools.trajectories.shell.interpreter;

/** A word that can't be expanded; the command is given up, and the script with it. */
final class ExpansionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ExpansionException(String message) {
        super(message, null, false, false);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
