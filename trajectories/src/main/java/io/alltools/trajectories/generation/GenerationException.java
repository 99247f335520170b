package io.alltools.trajectories.generation;

/** A generation that can't go on; what was written stays, and it goes on from there. One line for a person. */
public final class GenerationException extends RuntimeException {

    GenerationException(String message) {
        super(message);
    }

    GenerationException(String message, Throwable cause) {
        super(message, cause);
    }
}
