package io.alltools.web.openai;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatModel;
import io.alltools.agent.Json;
import io.alltools.web.caller.RequestMeter;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.ErrorAnswers;
import io.alltools.web.http.EventStream;
import io.alltools.web.http.JsonAnswer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/chat/completions} and {@code /v1/models}. */
public final class OpenAiRoutes {

    private final ChatModel model;
    private final long loadedAt = Instant.now().getEpochSecond();

    public OpenAiRoutes(ChatModel model) {
        this.model = model;
    }

    public RouterFunction<ServerResponse> routes() {
        return route().POST("/v1/chat/completions", this::complete)
                .GET("/v1/models", request -> JsonAnswer.ok(models()))
                // A model's name may hold slashes.
                .GET("/v1/models/{*id}", this::model)
                .build();
    }

    private Mono<ServerResponse> complete(ServerRequest request) {
        return JsonAnswer.body(request).flatMap(body -> {
            ChatCompletion completion = ChatCompletionReader.read(body);
            requireModel(completion.model());
            ChatModel metered = RequestMeter.of(request).metered(model);
            return completion.stream() ? stream(metered, completion) : whole(metered, completion);
        });
    }

    private static Mono<ServerResponse> whole(ChatModel model, ChatCompletion completion) {
        CompletionJson json =
                new CompletionJson(model.name(), completion.request().logprobs());
        return Blocking.call(() -> json.whole(Choices.generate(model, completion, Choices.Listener.SILENT)))
                .flatMap(JsonAnswer::ok);
    }

    private static Mono<ServerResponse> stream(ChatModel model, ChatCompletion completion) {
        AtomicBoolean begun = new AtomicBoolean();
        Flux<ObjectNode> chunks = Blocking.stream(out -> {
            CompletionJson json =
                    new CompletionJson(model.name(), completion.request().logprobs());
            ChunkStream stream = new ChunkStream(json, completion.choices(), chunk -> {
                begun.set(true);
                out.accept(chunk);
            });
            List<AssistantTurn> turns = Choices.generate(model, completion, stream);
            if (completion.includeUsage()) {
                out.accept(json.usageChunk(Choices.usage(turns)));
            }
        });
        return EventStream.answer(chunks.map(chunk -> EventStream.event(chunk.toString()))
                .concatWithValues(EventStream.event("[DONE]"))
                .onErrorResume(
                        failure -> begun.get(),
                        failure -> Mono.just(EventStream.event(
                                ErrorAnswers.of(failure).toJson().toString()))));
    }

    private ObjectNode models() {
        ObjectNode list = Json.object().put("object", "list");
        list.putArray("data").add(description());
        return list;
    }

    private Mono<ServerResponse> model(ServerRequest request) {
        requireModel(request.pathVariable("id").replaceFirst("^/", ""));
        return JsonAnswer.ok(description());
    }

    private ObjectNode description() {
        return Json.object()
                .put("id", model.name())
                .put("object", "model")
                .put("created", loadedAt)
                .put("owned_by", "alltools")
                .put("context_length", model.contextLength());
    }

    private void requireModel(String name) {
        if (!name.equals(model.name())) {
            throw new ApiError(
                    ApiError.Kind.NOT_FOUND,
                    "the model \"" + name + "\" does not exist; there is: " + model.name(),
                    "model",
                    "model_not_found");
        }
    }
}
