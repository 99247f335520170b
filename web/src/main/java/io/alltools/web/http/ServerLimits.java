package io.alltools.web.http;

import java.time.Duration;
import java.util.Map;

/** What the server accepts at most. */
public final class ServerLimits {

    /** A request's body. */
    public static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

    /** How long a stream may be silent before a comment shows that it lives and finds out whether the client does. */
    public static final Duration STREAM_HEARTBEAT = Duration.ofSeconds(15);

    private static final String MESSAGES = "ALLTOOLS_MESSAGES";
    private static final int DEFAULT_MESSAGES = 2_048;

    private ServerLimits() {}

    /**
     * The most messages of one request, by {@code ALLTOOLS_MESSAGES}.
     *
     * @throws IllegalArgumentException when that is no whole number from 1
     */
    public static int messages(Map<String, String> environment) {
        String value = environment.getOrDefault(MESSAGES, "").strip();
        if (value.isEmpty()) {
            return DEFAULT_MESSAGES;
        }
        if (value.matches("[1-9]\\d{0,6}")) {
            return Integer.parseInt(value);
        }
        throw new IllegalArgumentException(
                MESSAGES + " is \"" + value + "\": expected a whole number from 1 to 9999999");
    }
}
