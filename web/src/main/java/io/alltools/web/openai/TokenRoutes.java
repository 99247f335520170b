package io.alltools.web.openai;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.ChatModel;
import io.alltools.agent.Json;
import io.alltools.agent.TextModel;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.http.JsonFields;
import io.alltools.web.http.OtherMethods;
import java.util.stream.IntStream;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /tokenize} and {@code /detokenize}, as vLLM has them. */
final class TokenRoutes {

    private final ChatModel model;
    private final ModelNames names;

    TokenRoutes(ChatModel model, ModelNames names) {
        this.model = model;
        this.names = names;
    }

    RouterFunction<ServerResponse> routes() {
        return route().POST("/tokenize", this::tokenize)
                .POST("/detokenize", this::detokenize)
                .add(OtherMethods.of("/tokenize", "POST"))
                .add(OtherMethods.of("/detokenize", "POST"))
                .build();
    }

    private Mono<ServerResponse> tokenize(ServerRequest request) {
        return JsonAnswer.body(request)
                .flatMap(body -> {
                    TextModel text = text(body, "/tokenize");
                    return Blocking.call(() -> tokens(body, text));
                })
                .flatMap(JsonAnswer::ok);
    }

    private ObjectNode tokens(JsonFields body, TextModel text) {
        int[] tokens = encode(body, text);
        ObjectNode answer = Json.object().put("count", tokens.length).put("max_model_len", model.contextLength());
        var ids = answer.putArray("tokens");
        IntStream.of(tokens).forEach(ids::add);
        if (!body.flag("return_token_strs", false)) {
            return answer.putNull("token_strs");
        }
        var spelled = answer.putArray("token_strs");
        IntStream.of(tokens).forEach(id -> spelled.add(text.decode(new int[] {id})));
        return answer;
    }

    private int[] encode(JsonFields body, TextModel text) {
        String prompt = body.text("prompt");
        if ((prompt == null) == (body.get("messages") == null)) {
            throw ApiError.invalid("prompt", "expected either \"prompt\", a string, or \"messages\"");
        }
        return prompt != null
                ? text.encode(prompt, body.flag("add_special_tokens", true))
                : text.encode(
                        MessageReader.read(body), ToolsReader.tools(body), body.flag("add_generation_prompt", true));
    }

    private Mono<ServerResponse> detokenize(ServerRequest request) {
        return JsonAnswer.body(request).flatMap(body -> {
            TextModel text = text(body, "/detokenize");
            JsonNode tokens = body.get("tokens");
            if (tokens == null || !tokens.isArray()) {
                throw ApiError.invalid("tokens", "\"tokens\" is required: expected an array of token ids");
            }
            int[] ids = TokenIds.of(tokens, "tokens", text.vocabulary());
            return Blocking.call(() -> Json.object().put("prompt", text.decode(ids)))
                    .flatMap(JsonAnswer::ok);
        });
    }

    private TextModel text(JsonFields body, String path) {
        String name = body.text("model");
        if (name != null) {
            names.requireChat(name);
        }
        return names.text(path);
    }
}
