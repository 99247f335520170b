package io.alltools.runtime.remote;

import io.alltools.agent.Price;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * A model of an OpenAI-compatible endpoint.
 *
 * @param baseUrl what {@code /chat/completions} comes behind, such as {@code https://api.openai.com/v1}
 * @param key sent as a bearer token; empty for none
 * @param model the name that the endpoint knows it by
 * @param contextLength the most tokens of a prompt and its answer together
 * @param maxAnswerBytes the most bytes that one answer may have on its way, all chunks together
 */
public record RemoteSettings(
        URI baseUrl,
        String key,
        String model,
        int contextLength,
        Price price,
        Timeouts timeouts,
        Retries retries,
        long maxAnswerBytes) {

    public static final int DEFAULT_CONTEXT = 32_768;

    private static final long DEFAULT_ANSWER_BYTES = 64L << 20;

    /**
     * How long is waited, each at most.
     *
     * @param connect for a connection
     * @param first for the first piece of an answer
     * @param between for each further piece
     * @param whole for a turn, all attempts and their pauses included
     */
    public record Timeouts(Duration connect, Duration first, Duration between, Duration whole) {

        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(10), Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ofMinutes(10));

        public Timeouts {
            if (!connect.isPositive() || !first.isPositive() || !between.isPositive() || !whole.isPositive()) {
                throw new IllegalArgumentException("time-outs of " + connect + ", " + first + ", " + between + " and "
                        + whole + " can't be used: expected some time each");
            }
        }
    }

    /**
     * What is done about a failure that may pass: status 408, 409, 429 or 5xx, or a connection that fails before the
     * first piece.
     *
     * @param most further attempts after the first; 0 for none
     * @param firstPause the pause before the first of them, doubled for each further one; a random half of it is taken
     *     off
     * @param longestPause no pause is longer; an endpoint that asks for more fails at once
     */
    public record Retries(int most, Duration firstPause, Duration longestPause) {

        public static final Retries DEFAULT = new Retries(3, Duration.ofMillis(500), Duration.ofSeconds(30));

        public Retries {
            if (most < 0 || firstPause.isNegative() || longestPause.isNegative()) {
                throw new IllegalArgumentException(most + " retries after " + firstPause + " to " + longestPause
                        + " can't be used: expected 0 or more");
            }
        }
    }

    /** @throws IllegalArgumentException when the endpoint can't be asked; the message never holds the key */
    public RemoteSettings {
        if (baseUrl.getHost() == null
                || !("https".equalsIgnoreCase(baseUrl.getScheme()) || "http".equalsIgnoreCase(baseUrl.getScheme()))
                || baseUrl.getUserInfo() != null
                || baseUrl.getQuery() != null
                || baseUrl.getFragment() != null) {
            throw new IllegalArgumentException("a model can't be asked at \"" + withoutUser(baseUrl)
                    + "\": expected an address like https://host/v1, without user, query and fragment");
        }
        if (model.isBlank()) {
            throw new IllegalArgumentException(
                    "the model at " + baseUrl.getAuthority() + " is not named: expected https://host/v1#model-name");
        }
        if (!key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("the key of " + baseUrl.getAuthority()
                    + " can't be sent: expected letters, digits and signs, without blanks");
        }
        if (contextLength < 1 || maxAnswerBytes < 1) {
            throw new IllegalArgumentException("a context of " + contextLength + " tokens and answers of "
                    + maxAnswerBytes + " bytes can't be used: expected 1 or more");
        }
    }

    /** With the default limits and without a price. */
    public static RemoteSettings of(URI baseUrl, String key, String model) {
        return new RemoteSettings(
                baseUrl,
                key,
                model,
                DEFAULT_CONTEXT,
                Price.FREE,
                Timeouts.DEFAULT,
                Retries.DEFAULT,
                DEFAULT_ANSWER_BYTES);
    }

    /** Whether a model is named by an address and not by a folder. */
    public static boolean isAddress(String model) {
        return model.regionMatches(true, 0, "https://", 0, 8) || model.regionMatches(true, 0, "http://", 0, 7);
    }

    /**
     * An endpoint and its model in one: {@code https://host/v1#model-name}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static RemoteSettings parse(String address, String key) {
        int mark = address.indexOf('#');
        try {
            return of(
                    new URI(mark < 0 ? address : address.substring(0, mark)),
                    key,
                    mark < 0 ? "" : address.substring(mark + 1));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "a model's address can't be read: " + e.getReason() + "; expected https://host/v1#model-name", e);
        }
    }

    public RemoteSettings withContextLength(int contextLength) {
        return new RemoteSettings(baseUrl, key, model, contextLength, price, timeouts, retries, maxAnswerBytes);
    }

    public RemoteSettings withPrice(Price price) {
        return new RemoteSettings(baseUrl, key, model, contextLength, price, timeouts, retries, maxAnswerBytes);
    }

    public RemoteSettings withTimeouts(Timeouts timeouts) {
        return new RemoteSettings(baseUrl, key, model, contextLength, price, timeouts, retries, maxAnswerBytes);
    }

    public RemoteSettings withRetries(Retries retries) {
        return new RemoteSettings(baseUrl, key, model, contextLength, price, timeouts, retries, maxAnswerBytes);
    }

    public RemoteSettings withMaxAnswerBytes(long maxAnswerBytes) {
        return new RemoteSettings(baseUrl, key, model, contextLength, price, timeouts, retries, maxAnswerBytes);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return baseUrl + "#" + model + (key.isEmpty() ? "" : " with a key");
    }

    private static String withoutUser(URI address) {
        return address.toString().replaceFirst("//[^/]*@", "//…@");
    }
}
