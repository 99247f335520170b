package io.alltools.web.openai;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.EmbeddingModel;
import io.alltools.agent.EmbeddingModel.Purpose;
import io.alltools.agent.Embeddings;
import io.alltools.agent.Json;
import io.alltools.agent.Usage;
import io.alltools.web.caller.RequestMeter;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.http.JsonFields;
import io.alltools.web.http.OtherMethods;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/embeddings}: texts as vectors of length 1. */
final class EmbeddingRoutes {

    private static final int MAX_TEXTS = 2_048;

    private final ModelNames names;

    EmbeddingRoutes(ModelNames names) {
        this.names = names;
    }

    RouterFunction<ServerResponse> routes() {
        return route().POST("/v1/embeddings", this::embed)
                .add(OtherMethods.of("/v1/embeddings", "POST"))
                .build();
    }

    private Mono<ServerResponse> embed(ServerRequest request) {
        return JsonAnswer.body(request).flatMap(body -> {
            EmbeddingModel model = names.requireEmbeddings(body.requiredText("model"));
            List<String> texts = texts(body);
            boolean base64 = base64(body);
            Purpose purpose = purpose(body);
            requireWhole(body.integer("dimensions", 1, Integer.MAX_VALUE), model);
            RequestMeter meter = RequestMeter.of(request);
            return Blocking.call(() -> {
                        Embeddings embeddings = model.embed(purpose, texts);
                        meter.used(new Usage(embeddings.tokens(), 0, 0));
                        return answer(model, embeddings, base64);
                    })
                    .flatMap(JsonAnswer::ok);
        });
    }

    private static List<String> texts(JsonFields body) {
        JsonNode input = body.get("input");
        if (input == null) {
            throw ApiError.invalid("input", "\"input\" is required: expected a string or an array of strings");
        }
        if (input.isArray() && (input.path(0).isNumber() || input.path(0).isArray())) {
            throw ApiError.unsupported(
                    "input", "input of token ids is not supported: expected a string or an array of strings");
        }
        List<String> texts = input.isString() ? List.of(input.asString()) : body.texts("input");
        if (texts == null || texts.isEmpty() || texts.size() > MAX_TEXTS || texts.contains("")) {
            throw ApiError.invalid(
                    "input", "input must be a string or 1 to " + MAX_TEXTS + " strings, none of them empty");
        }
        return texts;
    }

    private static boolean base64(JsonFields body) {
        String format = body.text("encoding_format");
        return switch (format == null ? "float" : format) {
            case "float" -> false;
            case "base64" -> true;
            default ->
                throw ApiError.invalid(
                        "encoding_format", "encoding_format \"" + format + "\" is unknown: expected float or base64");
        };
    }

    /** Not OpenAI's, whose models have one form only; others' clients name it so. */
    private static Purpose purpose(JsonFields body) {
        String type = body.text("input_type");
        return switch (type == null ? "" : type) {
            case "" -> Purpose.PLAIN;
            case "query" -> Purpose.QUERY;
            case "passage", "document" -> Purpose.PASSAGE;
            default ->
                throw ApiError.invalid(
                        "input_type", "input_type \"" + type + "\" is unknown: expected query, passage or document");
        };
    }

    /** A part of a vector says something only where a model was trained for that, which its files don't tell. */
    private static void requireWhole(@Nullable Integer dimensions, EmbeddingModel model) {
        if (dimensions != null && dimensions != model.dimensions()) {
            throw ApiError.unsupported(
                    "dimensions",
                    "dimensions " + dimensions + " is not supported: the vectors of \"" + model.name() + "\" have "
                            + model.dimensions() + " and can't be shortened");
        }
    }

    private static ObjectNode answer(EmbeddingModel model, Embeddings embeddings, boolean base64) {
        ObjectNode answer = Json.object().put("object", "list");
        ArrayNode data = answer.putArray("data");
        for (float[] vector : embeddings.vectors()) {
            ObjectNode entry = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            if (base64) {
                entry.put("embedding", base64(vector));
            } else {
                ArrayNode numbers = entry.putArray("embedding");
                for (float number : vector) {
                    numbers.add(number);
                }
            }
        }
        answer.put("model", model.name())
                .putObject("usage")
                .put("prompt_tokens", embeddings.tokens())
                .put("total_tokens", embeddings.tokens());
        return answer;
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
