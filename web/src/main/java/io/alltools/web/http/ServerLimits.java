package io.alltools.web.http;

import java.time.Duration;
import java.util.Map;

/**
 * What the server accepts at most. Each is a variable of the environment, {@code ALLTOOLS_HTTP_…} and
 * {@code ALLTOOLS_SHUTDOWN_SECONDS}; the defaults suit one machine and a few hundred clients.
 */
public record ServerLimits(
        Connections connections, Heads heads, Bodies bodies, Schemas schemas, Streams streams, Work work) {

    public static final ServerLimits DEFAULT = of(Map.of());

    /**
     * Connections.
     *
     * @param most open at the same time; one more is answered 503 and closed
     * @param idle how long one may wait for its next request
     */
    public record Connections(int most, Duration idle) {}

    /**
     * What comes before a request's body.
     *
     * @param lineBytes of the request line, which holds the address
     * @param bytes of all header fields
     * @param fields how many header fields
     * @param time from the first byte to the last one
     */
    public record Heads(int lineBytes, int bytes, int fields, Duration time) {}

    /**
     * Bodies. Texts in them are bounded by the body.
     *
     * @param bytes of a body; files have limits of their own
     * @param time from the head to the last byte
     * @param depth values inside each other
     * @param numberLength characters of a number
     * @param nameLength characters of a member's name
     * @param messages of a conversation
     */
    public record Bodies(int bytes, Duration time, int depth, int numberLength, int nameLength, int messages) {}

    /**
     * Schemas of tools and answers, each.
     *
     * @param characters as JSON
     * @param depth values inside each other
     * @param values objects, arrays and plain values
     */
    public record Schemas(int characters, int depth, int values) {}

    /**
     * Streamed answers.
     *
     * @param heartbeat how long a stream may be silent before a comment shows that it lives
     * @param pieces that may wait for a client that reads slower than the model writes
     * @param stalled how long a client may read nothing of what waits for it
     */
    public record Streams(Duration heartbeat, int pieces, Duration stalled) {}

    /**
     * The server's own work.
     *
     * @param runs agent runs that go on at the same time, those that wait for a person among them
     * @param turn how long the model's decoder may take for one turn before the server counts as stuck
     * @param shutdown how long what is under way may go on when the server is asked to stop
     */
    public record Work(int runs, Duration turn, Duration shutdown) {}

    /** @throws IllegalArgumentException when a variable is no whole number within its range */
    public static ServerLimits of(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        return new ServerLimits(
                new Connections(
                        variables.number("CONNECTIONS", 1_000, 1, 100_000), variables.seconds("IDLE_SECONDS", 60)),
                new Heads(
                        variables.number("LINE_KB", 8, 1, 1_024) * 1_024,
                        variables.number("HEADER_KB", 16, 1, 1_024) * 1_024,
                        variables.number("HEADERS", 100, 10, 10_000),
                        variables.seconds("HEADER_SECONDS", 10)),
                new Bodies(
                        variables.number("BODY_MB", 4, 1, 1_024) * 1_024 * 1_024,
                        variables.seconds("BODY_SECONDS", 60),
                        // More is not recorded: what is stored has a few levels of its own around it.
                        variables.number("JSON_DEPTH", 100, 10, 400),
                        variables.number("JSON_NUMBER", 100, 20, 1_000),
                        variables.number("JSON_NAME", 1_000, 64, 50_000),
                        variables.number("MESSAGES", 2_000, 1, 1_000_000)),
                new Schemas(
                        variables.number("SCHEMA_KB", 128, 1, 1_024) * 1_024,
                        variables.number("SCHEMA_DEPTH", 64, 4, 400),
                        variables.number("SCHEMA_VALUES", 20_000, 10, 1_000_000)),
                new Streams(
                        variables.seconds("HEARTBEAT_SECONDS", 15),
                        variables.number("STREAM_PIECES", 4_096, 16, 1_000_000),
                        variables.seconds("STALLED_SECONDS", 30)),
                new Work(
                        variables.number("RUNS", 256, 1, 100_000),
                        variables.seconds("TURN_SECONDS", 60),
                        Duration.ofSeconds(variables.whole("ALLTOOLS_SHUTDOWN_SECONDS", 20, 0, 3_600))));
    }

    private record Variables(Map<String, String> environment) {

        private static final int MAX_SECONDS = 86_400;

        Duration seconds(String name, int absent) {
            return Duration.ofSeconds(number(name, absent, 1, MAX_SECONDS));
        }

        int number(String name, int absent, int min, int max) {
            return whole("ALLTOOLS_HTTP_" + name, absent, min, max);
        }

        int whole(String variable, int absent, int min, int max) {
            String value = environment.getOrDefault(variable, "").strip();
            if (value.isEmpty()) {
                return absent;
            }
            int number = value.matches("\\d{1,9}") ? Integer.parseInt(value) : -1;
            if (number < min || number > max) {
                throw new IllegalArgumentException(
                        variable + " is \"" + value + "\": expected a whole number from " + min + " to " + max);
            }
            return number;
        }
    }
}
