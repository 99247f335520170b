package io.alltools.web.openai;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.alltools.agent.ChatModel;
import io.alltools.agent.FinishReason;
import io.alltools.agent.TextCompletion;
import io.alltools.agent.TextModel;
import io.alltools.agent.TextToken;
import io.alltools.agent.Usage;
import io.alltools.web.caller.RequestMeter;
import io.alltools.web.http.Blocking;
import io.alltools.web.http.JsonAnswer;
import io.alltools.web.http.OtherMethods;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1/completions}: text that goes on as it stands. */
final class TextCompletionRoutes {

    private final ChatModel model;
    private final ModelNames names;

    TextCompletionRoutes(ChatModel model, ModelNames names) {
        this.model = model;
        this.names = names;
    }

    RouterFunction<ServerResponse> routes() {
        return route().POST("/v1/completions", this::complete)
                .add(OtherMethods.of("/v1/completions", "POST"))
                .build();
    }

    private Mono<ServerResponse> complete(ServerRequest request) {
        return JsonAnswer.body(request).flatMap(body -> {
            names.requireChat(body.requiredText("model"));
            TextModel text = names.text("/v1/completions");
            RequestMeter meter = RequestMeter.of(request);
            // A long prompt takes its time to become tokens.
            return Blocking.call(() -> TextOrderReader.read(body, text)).flatMap(order -> {
                TextJson json = new TextJson(model.name(), Fingerprint.of(model), order);
                return order.stream()
                        ? ChunkAnswer.of(out -> stream(meter, text, order, json, out))
                        : Blocking.call(() -> whole(meter, text, order, json)).flatMap(JsonAnswer::ok);
            });
        });
    }

    private static ObjectNode whole(RequestMeter meter, TextModel text, TextOrder order, TextJson json)
            throws InterruptedException {
        List<TextCompletion> candidates = SideBySide.make(
                order.prompts().size() * order.bestOf(), i -> complete(meter, text, order, i, token -> {}));
        List<TextCompletion> best = new ArrayList<>();
        for (int from = 0; from < candidates.size(); from += order.bestOf()) {
            candidates.subList(from, from + order.bestOf()).stream()
                    .sorted(
                            order.bestOf() > order.n()
                                    ? Comparator.comparingDouble(TextCompletionRoutes::meanLogprob)
                                            .reversed()
                                    : (a, b) -> 0)
                    .limit(order.n())
                    .forEach(best::add);
        }
        return json.whole(best, usage(candidates, order));
    }

    private static void stream(
            RequestMeter meter, TextModel text, TextOrder order, TextJson json, Consumer<ObjectNode> out)
            throws InterruptedException {
        List<TextCompletion> completions = SideBySide.make(order.prompts().size() * order.n(), i -> {
            TextJson.Chunks chunks = json.new Chunks(i, out);
            TextCompletion completion = complete(meter, text, order, i, chunks::token);
            chunks.finish(completion);
            return completion;
        });
        if (order.includeUsage()) {
            out.accept(json.usageChunk(usage(completions, order)));
        }
    }

    private static TextCompletion complete(
            RequestMeter meter, TextModel text, TextOrder order, int index, Consumer<TextToken> sink)
            throws InterruptedException {
        TextPrompt prompt = order.prompts().get(index / order.bestOf());
        if (order.idle()) {
            Usage usage = new Usage(prompt.tokens().length, 0, 0);
            return new TextCompletion("", List.of(), "", usage, FinishReason.LENGTH);
        }
        AtomicInteger told = new AtomicInteger();
        Usage usage = null;
        try {
            TextCompletion completion = text.complete(order.request(prompt, index % order.bestOf()), token -> {
                told.incrementAndGet();
                sink.accept(token);
            });
            usage = completion.usage();
            return completion;
        } finally {
            // One that breaks off has cost what came of it.
            meter.used(usage == null ? new Usage(prompt.tokens().length, told.get(), 0) : usage);
        }
    }

    /** The mean and not the sum, so that a short one is not better for that alone. */
    private static double meanLogprob(TextCompletion completion) {
        return completion.tokens().stream()
                .filter(token -> !token.ofPrompt())
                .mapToDouble(
                        token -> token.logprob() == null ? 0 : token.logprob().logprob())
                .average()
                .orElse(0);
    }

    /** A prompt counts once, however many continuations it has. */
    private static Usage usage(List<TextCompletion> completions, TextOrder order) {
        Usage usage = Usage.NONE;
        for (int i = 0; i < completions.size(); i++) {
            Usage own = completions.get(i).usage();
            usage = usage.plus(i % order.bestOf() == 0 ? own : new Usage(0, own.completionTokens(), 0));
        }
        return usage;
    }
}
