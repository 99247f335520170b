package io.alltools.trajectories.graph;

import io.alltools.agent.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The subjects of generated graphs, from {@code domains.json}. Relations are named in Freebase's manner,
 * {@code domain.type.property}. A part of a name is a row of words with {@code ~} for a space within one, or {@code @}
 * and the name of a row that several kinds share.
 */
final class Domains {

    private static final List<Domain> ALL = read();

    private Domains() {}

    static List<Domain> all() {
        return ALL;
    }

    private static List<Domain> read() {
        JsonNode file;
        try (InputStream in = Objects.requireNonNull(
                Domains.class.getResourceAsStream("domains.json"), "domains.json is not beside its class")) {
            file = Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Domain> domains = new ArrayList<>();
        for (JsonNode domain : file.path("domains")) {
            for (JsonNode kind : domain.path("kinds")) {
                ObjectNode names = (ObjectNode) kind.path("names");
                JsonNode parts = names.path("parts");
                ArrayNode rows = names.putArray("parts");
                for (JsonNode part : parts) {
                    String text = part.stringValue();
                    String row = text.startsWith("@")
                            ? file.path("words").path(text.substring(1)).stringValue()
                            : text;
                    ArrayNode words = rows.addArray();
                    for (String word : row.split(" ", -1)) {
                        words.add(word.replace('~', ' '));
                    }
                }
            }
            domains.add(Json.MAPPER.treeToValue(domain, Domain.class));
        }
        return List.copyOf(domains);
    }
}
