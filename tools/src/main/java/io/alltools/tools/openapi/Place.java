package io.alltools.tools.openapi;

import java.util.Locale;

/** Where in a request a parameter or a credential goes. */
enum Place {
    PATH,
    QUERY,
    HEADER,
    COOKIE;

    /** The document's word for it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when the word is none of OpenAPI's four */
    static Place of(String word) {
        for (Place place : values()) {
            if (place.word().equals(word)) {
                return place;
            }
        }
        throw new IllegalArgumentException("expected path, query, header or cookie, found \"" + word + "\"");
    }
}
