package io.alltools.web.openai;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatModel;
import io.alltools.agent.EmbeddingModel;
import io.alltools.web.caller.RequestMeter;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.http.OtherMethods;
import java.util.List;
import java.util.Optional;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * {@code /v1/chat/completions}, {@code /v1/models}, and with them {@code /v1/completions}, {@code /v1/embeddings} and
 * {@code /tokenize}.
 */
public final class OpenAiRoutes {

    private final ChatModel model;
    private final ModelNames names;
    private final String fingerprint;
    private final AllToolsAnswers allTools;

    /** @param allTools answers requests with tools that the server runs */
    public OpenAiRoutes(ChatModel model, Optional<EmbeddingModel> embeddings, AllToolsAnswers allTools) {
        this.model = model;
        this.names = new ModelNames(model, embeddings);
        this.fingerprint = Fingerprint.of(model);
        this.allTools = allTools;
    }

    public RouterFunction<ServerResponse> routes() {
        return route().POST("/v1/chat/completions", this::complete)
                .GET("/v1/models", request -> JsonAnswer.ok(names.list()))
                // A model's name may hold slashes.
                .GET("/v1/models/{*id}", this::model)
                .add(OtherMethods.of("/v1/chat/completions", "POST"))
                .add(OtherMethods.of("/v1/models", "GET"))
                .add(new TextCompletionRoutes(model, names).routes())
                .add(new EmbeddingRoutes(names).routes())
                .add(new TokenRoutes(model, names).routes())
                .build();
    }

    private Mono<ServerResponse> complete(ServerRequest request) {
        return JsonAnswer.body(request).flatMap(body -> {
            if (ToolsReader.asksServer(body)) {
                names.requireChat(body.requiredText("model"));
                return allTools.answer(request, body);
            }
            ChatCompletion completion = ChatCompletionReader.read(body);
            names.requireChat(completion.model());
            ChatModel metered = RequestMeter.of(request).metered(model);
            return completion.stream() ? stream(metered, completion) : whole(metered, completion);
        });
    }

    private Mono<ServerResponse> whole(ChatModel model, ChatCompletion completion) {
        CompletionJson json = new CompletionJson(model.name(), fingerprint, completion);
        return Blocking.call(() -> json.whole(Choices.generate(model, completion, Choices.Listener.SILENT)))
                .flatMap(JsonAnswer::ok);
    }

    private Mono<ServerResponse> stream(ChatModel model, ChatCompletion completion) {
        CompletionJson json = new CompletionJson(model.name(), fingerprint, completion);
        return ChunkAnswer.of(out -> {
            ChunkStream stream = new ChunkStream(json, completion.choices(), out);
            List<AssistantTurn> turns = Choices.generate(model, completion, stream);
            if (completion.includeUsage()) {
                out.accept(json.usageChunk(Choices.usage(turns)));
            }
        });
    }

    private Mono<ServerResponse> model(ServerRequest request) {
        return JsonAnswer.ok(names.describe(request.pathVariable("id").replaceFirst("^/", "")));
    }
}
