package io.alltools.web.key;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who gets in, and how, beside the keys.
 *
 * @param corsOrigins the origins whose pages may use the API with a key
 * @param signIn how long a browser stays signed in
 * @param wrongKeys how many wrong keys an address may send in a minute
 */
public record AccessSettings(List<String> corsOrigins, Duration signIn, int wrongKeys) {

    public AccessSettings {
        corsOrigins = List.copyOf(corsOrigins);
    }

    /**
     * What {@code ALLTOOLS_CORS_ORIGINS}, {@code ALLTOOLS_SIGN_IN_HOURS} and {@code ALLTOOLS_WRONG_KEYS} say.
     *
     * @throws IllegalArgumentException when a value can't be used
     */
    public static AccessSettings of(Map<String, String> environment) {
        return new AccessSettings(
                origins(environment.getOrDefault("ALLTOOLS_CORS_ORIGINS", "")),
                Duration.ofHours(number(environment, "ALLTOOLS_SIGN_IN_HOURS", 12, 720)),
                number(environment, "ALLTOOLS_WRONG_KEYS", 10, 10_000));
    }

    private static List<String> origins(String text) {
        List<String> origins = new ArrayList<>();
        for (String each : text.split(",")) {
            if (!each.isBlank()) {
                origins.add(origin(each.strip()));
            }
        }
        return origins;
    }

    /** As browsers write it: no path, not even a slash, and no star that stands for all. */
    private static String origin(String text) {
        try {
            URI uri = URI.create(text);
            String scheme = String.valueOf(uri.getScheme());
            String plain = scheme + "://" + uri.getRawAuthority();
            if (uri.getHost() != null && scheme.matches("https?") && plain.equals(text)) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // Told below, like what is a URL and no origin.
        }
        throw new IllegalArgumentException("ALLTOOLS_CORS_ORIGINS names \"" + text
                + "\": expected origins such as https://app.example.org, between" + " commas");
    }

    private static int number(Map<String, String> environment, String name, int absent, int max) {
        String text = environment.getOrDefault(name, "").strip();
        if (text.isEmpty()) {
            return absent;
        }
        if (text.matches("[1-9][0-9]{0,8}") && Integer.parseInt(text) <= max) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException(name + " is \"" + text + "\": expected 1 to " + max);
    }
}
