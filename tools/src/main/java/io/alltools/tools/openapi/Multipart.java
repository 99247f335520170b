package io.alltools.tools.openapi;

import io.alltools.agent.Json;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A form of several parts (RFC 7578), each of them a plain value. */
final class Multipart {

    /** Random, so that no value can hold it and end its part. */
    private final String boundary = "part-" + UUID.randomUUID();

    String contentType() {
        return Body.MULTIPART + "; boundary=" + boundary;
    }

    /** A part for each member, several for a list, as OpenAPI has it; an object within is JSON. */
    String text(JsonNode members) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            if (member.getValue().isArray()) {
                member.getValue().forEach(item -> part(member.getKey(), item, text));
            } else {
                part(member.getKey(), member.getValue(), text);
            }
        }
        return text.append("--").append(boundary).append("--\r\n").toString();
    }

    private void part(String name, JsonNode value, StringBuilder text) {
        text.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"");
        // As browsers do: a name can't end its quotes or its line.
        text.append(name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A"));
        text.append("\"\r\n");
        if (value.isContainer()) {
            text.append("Content-Type: application/json\r\n");
        }
        text.append("\r\n")
                .append(value.isString() ? value.asString() : Json.write(value))
                .append("\r\n");
    }
}
