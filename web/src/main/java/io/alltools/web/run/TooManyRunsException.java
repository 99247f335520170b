package io.alltools.web.run;

/** As many runs go on as may. */
public final class TooManyRunsException extends RuntimeException {

    TooManyRunsException(int most) {
        super(most + " runs go on already, which is the most; try again later, or cancel one");
    }
}
