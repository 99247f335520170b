package io.alltools.web.exchange;

import io.alltools.agent.Part;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Content as ATIF has it: a string, or an array of parts. */
final class AtifParts {

    private AtifParts() {}

    /** @throws ImportException when it is neither; nothing at all is empty content */
    static List<Part> of(JsonNode content, String place) {
        if (content.isNull() || content.isMissingNode()) {
            return List.of();
        }
        if (content.isString()) {
            return Part.text(content.asString());
        }
        if (!content.isArray()) {
            throw new ImportException(place, "found " + content + ": expected a text, or an array of parts");
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < content.size(); i++) {
            JsonNode part = content.get(i);
            parts.add(
                    switch (part.path("type").asString("")) {
                        case "text" -> new Part.Text(part.path("text").asString(""));
                        case "image" ->
                            new Part.Image(part.path("source").path("path").asString(""));
                        default ->
                            throw new ImportException(
                                    place + "[" + i + "].type",
                                    "found " + part.path("type") + ": expected text or image");
                    });
        }
        return List.copyOf(parts);
    }
}
