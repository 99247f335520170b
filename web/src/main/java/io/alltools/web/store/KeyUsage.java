package io.alltools.web.store;

/** What was used with a key. */
public record KeyUsage(long requests, long promptTokens, long completionTokens) {

    public static final KeyUsage NONE = new KeyUsage(0, 0, 0);

    public KeyUsage plus(KeyUsage other) {
        return new KeyUsage(
                requests + other.requests,
                promptTokens + other.promptTokens,
                completionTokens + other.completionTokens);
    }
}
