package io.alltools.web.http;

import io.alltools.agent.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a request's body as JSON, within the limits for what strangers send: a body is refused before anything is made
 * of it.
 */
final class RequestBodies {

    private final ServerLimits limits;
    private final JsonMapper mapper;

    RequestBodies(ServerLimits limits) {
        this.limits = limits;
        ServerLimits.Bodies bodies = limits.bodies();
        this.mapper = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(bodies.depth())
                                .maxNumberLength(bodies.numberLength())
                                .maxNameLength(bodies.nameLength())
                                .maxStringLength(bodies.bytes())
                                .maxDocumentLength(bodies.bytes())
                                .build())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** @throws ApiError when it is no JSON object, or beyond a limit */
    JsonFields read(byte[] body) {
        JsonNode node;
        try {
            node = mapper.readTree(text(body));
        } catch (StreamConstraintsException e) {
            throw new ApiError(
                    ApiError.Kind.INVALID_REQUEST,
                    // Jackson names its own setting behind the comma.
                    "the body's JSON exceeds a limit: " + Json.where(e).replaceAll(", from `[^`]*`", ""),
                    null,
                    "json_too_complex");
        } catch (JacksonException e) {
            throw new ApiError(
                    ApiError.Kind.INVALID_REQUEST,
                    "the body is not valid JSON: " + Json.where(e),
                    null,
                    "invalid_json");
        }
        JsonFields fields = JsonFields.of(node);
        requireText(node, "");
        requireCount(fields);
        requireSchemas(fields);
        return fields;
    }

    /** Strictly: Jackson takes overlong forms, by which a character gets past those who look for its bytes. */
    private static String text(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ApiError(
                    ApiError.Kind.INVALID_REQUEST,
                    "the body is not valid UTF-8: " + e.getMessage(),
                    null,
                    "invalid_utf8");
        }
    }

    /** Half a character, as {@code "\ud83d"}, is nothing that could be written anywhere. */
    private static void requireText(JsonNode node, String path) {
        switch (node.getNodeType()) {
            case STRING -> requireText(node.asString(), path);
            case OBJECT -> {
                for (Map.Entry<String, JsonNode> member : node.properties()) {
                    requireText(member.getKey(), path);
                    requireText(member.getValue(), path.isEmpty() ? member.getKey() : path + "." + member.getKey());
                }
            }
            case ARRAY -> {
                for (int i = 0; i < node.size(); i++) {
                    requireText(node.get(i), path + "[" + i + "]");
                }
            }
            case NUMBER, BOOLEAN, NULL, MISSING, BINARY, POJO -> {}
        }
    }

    private static void requireText(String text, String path) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (!Character.isSurrogate(unit)) {
                continue;
            }
            if (i + 1 < text.length() && Character.isSurrogatePair(unit, text.charAt(i + 1))) {
                i++;
            } else {
                throw new ApiError(
                        ApiError.Kind.INVALID_REQUEST,
                        String.format(
                                "\"%s\" is no text: \\u%04x at character %d is half a surrogate pair;"
                                        + " send the whole character",
                                path, (int) unit, i),
                        path.isEmpty() ? null : path,
                        "invalid_text");
            }
        }
    }

    private void requireCount(JsonFields body) {
        JsonNode messages = body.get("messages");
        int most = limits.bodies().messages();
        if (messages != null && messages.size() > most) {
            throw ApiError.invalid(
                    "messages",
                    messages.size() + " messages are too many: at most " + most
                            + ", which ALLTOOLS_HTTP_MESSAGES sets");
        }
    }

    private void requireSchemas(JsonFields body) {
        JsonNode tools = body.get("tools");
        if (tools != null && tools.isArray()) {
            for (int i = 0; i < tools.size(); i++) {
                JsonNode tool = tools.get(i);
                String path = "tools[" + i + "]";
                requireSchema(tool.at("/function/parameters"), path + ".function.parameters");
                // Where the tool is the function itself.
                requireSchema(tool.path("parameters"), path + ".parameters");
            }
        }
        JsonNode whole = body.json();
        requireSchema(whole.at("/response_format/json_schema/schema"), "response_format.json_schema.schema");
        requireSchema(whole.at("/text/format/schema"), "text.format.schema");
        requireSchema(whole.path("answerSchema"), "answerSchema");
    }

    private void requireSchema(JsonNode schema, String path) {
        if (!(schema instanceof ObjectNode)) {
            return;
        }
        ServerLimits.Schemas most = limits.schemas();
        int depth = depth(schema);
        int values = values(schema);
        int characters = schema.toString().length();
        if (depth > most.depth()) {
            throw tooComplex(path, depth, "levels", most.depth());
        }
        if (values > most.values()) {
            throw tooComplex(path, values, "values", most.values());
        }
        if (characters > most.characters()) {
            throw tooComplex(path, characters, "characters", most.characters());
        }
    }

    private static ApiError tooComplex(String path, int found, String unit, int most) {
        return new ApiError(
                ApiError.Kind.INVALID_REQUEST,
                "the schema has " + found + " " + unit + ": at most " + most + " are accepted",
                path,
                "schema_too_complex");
    }

    private static int depth(JsonNode node) {
        int inner = 0;
        for (JsonNode child : node) {
            inner = Math.max(inner, depth(child));
        }
        return inner + 1;
    }

    private static int values(JsonNode node) {
        int values = 1;
        for (JsonNode child : node) {
            values += values(child);
        }
        return values;
    }
}
