package io.alltools.web.load;

/**
 * How much is sent.
 *
 * @param concurrent requests on their way at the same time
 * @param requests all of them
 * @param warmUp requests before those that count
 */
public record LoadPlan(int concurrent, int requests, int warmUp) {

    /** @throws IllegalArgumentException when it is nothing, or more than a test should send */
    public LoadPlan {
        require("concurrent requests", concurrent, 1, 10_000);
        require("requests", requests, 2, 10_000_000);
        require("requests to warm up", warmUp, 0, 1_000_000);
    }

    private static void require(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(value + " " + what + ": expected " + min + " to " + max);
        }
    }
}
