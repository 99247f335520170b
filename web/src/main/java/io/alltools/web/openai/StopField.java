package io.alltools.web.openai;

import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads {@code stop}: a string, or several. */
final class StopField {

    private static final int MAX_STOPS = 16;

    private StopField() {}

    static List<String> read(JsonFields body) {
        JsonNode stop = body.get("stop");
        if (stop == null) {
            return List.of();
        }
        List<String> stops = stop.isString() ? List.of(stop.asString()) : body.texts("stop");
        if (stops == null || stops.size() > MAX_STOPS || stops.contains("")) {
            throw ApiError.invalid(
                    "stop", "stop must be a string or at most " + MAX_STOPS + " strings, none of them empty");
        }
        return stops;
    }
}
