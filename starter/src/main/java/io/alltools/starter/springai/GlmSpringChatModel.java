package io.alltools.starter.springai;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatRequest;
import io.alltools.starter.StreamedTurn;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * A model in this process as Spring AI's {@link ChatModel}, for many threads at once. Calls of tools come back in the
 * response: whoever uses the model runs them, as {@code ChatClient} does.
 *
 * <p>An interrupt ends {@link #call(Prompt)}, and the end of a subscription ends a stream; both free the model's slot
 * at once.
 */
public final class GlmSpringChatModel implements ChatModel {

    private static final String PROVIDER = "alltools";
    private static final ChatModelObservationConvention CONVENTION = new DefaultChatModelObservationConvention();

    private final io.alltools.agent.ChatModel model;
    private final GlmSpringChatOptions options;
    private final ObservationRegistry observations;
    private final @Nullable ChatModelObservationConvention convention;

    /** With the model's defaults, and not observed. */
    public GlmSpringChatModel(io.alltools.agent.ChatModel model) {
        this(model, GlmSpringChatOptions.builder().build(), ObservationRegistry.NOOP, null);
    }

    /**
     * @param options what holds where a prompt says nothing
     * @param convention null for Spring AI's own
     */
    public GlmSpringChatModel(
            io.alltools.agent.ChatModel model,
            GlmSpringChatOptions options,
            ObservationRegistry observations,
            @Nullable ChatModelObservationConvention convention) {
        this.model = model;
        this.options = named(options, model);
        this.observations = observations;
        this.convention = convention;
    }

    @Override
    public GlmSpringChatOptions getOptions() {
        return options;
    }

    /**
     * @throws org.springframework.ai.retry.NonTransientAiException when the prompt can't be answered, or the thread is
     *     interrupted
     * @throws org.springframework.ai.retry.TransientAiException when another attempt may help: the model is too busy,
     *     or failed
     */
    @Override
    public ChatResponse call(Prompt prompt) {
        Prompt complete = complete(prompt);
        ChatModelObservationContext context = context(complete, false);
        return observation(context).observe(() -> {
            ChatResponse response = generate(complete);
            context.setResponse(response);
            return response;
        });
    }

    private ChatResponse generate(Prompt prompt) {
        try {
            return new ResponseWriter(model.name()).whole(model.generate(request(prompt), piece -> {}));
        } catch (InterruptedException | RuntimeException e) {
            throw SpringAiErrors.unchecked(e);
        }
    }

    /** Pieces as they are generated; the last has the calls, the reason why it is the last, and the usage. */
    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.deferContextual(reactor -> {
            Prompt complete = complete(prompt);
            ChatModelObservationContext context = context(complete, true);
            Observation observation = observation(context);
            Observation parent = reactor.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
            observation.parentObservation(parent);
            observation.start();
            Flux<ChatResponse> pieces = pieces(() -> request(complete))
                    .doOnError(observation::error)
                    .doFinally(signal -> observation.stop())
                    .contextWrite(written -> written.put(ObservationThreadLocalAccessor.KEY, observation));
            return new MessageAggregator().aggregate(pieces, context::setResponse);
        });
    }

    /** They wait in memory for a subscriber that is slow, at most the tokens of one answer. */
    private Flux<ChatResponse> pieces(Supplier<ChatRequest> request) {
        return Flux.create(
                sink -> {
                    StreamedTurn turn = new StreamedTurn(model, request, new Pieces(sink, model.name()));
                    sink.onCancel(turn::cancel);
                    turn.start();
                },
                FluxSink.OverflowStrategy.BUFFER);
    }

    private ChatRequest request(Prompt prompt) {
        return PromptReader.read(prompt, complete(prompt.getOptions()), model.name());
    }

    private Prompt complete(Prompt prompt) {
        return prompt.mutate().chatOptions(complete(prompt.getOptions())).build();
    }

    /** Options of this model are complete already: a client has built them from {@link #getOptions()}. */
    private GlmSpringChatOptions complete(@Nullable ChatOptions given) {
        if (given == null) {
            return options;
        }
        if (given instanceof GlmSpringChatOptions own) {
            return named(own, model);
        }
        GlmSpringChatOptions.Builder builder = options.mutate().combineWith(given.mutate());
        if (given instanceof StructuredOutputChatOptions structured && structured.getOutputSchema() != null) {
            builder.outputSchema(structured.getOutputSchema());
        }
        return builder.build();
    }

    /** Observations name the model by the options. */
    private static GlmSpringChatOptions named(GlmSpringChatOptions options, io.alltools.agent.ChatModel model) {
        return options.getModel() == null ? options.mutate().model(model.name()).build() : options;
    }

    private static ChatModelObservationContext context(Prompt prompt, boolean streaming) {
        return ChatModelObservationContext.builder()
                .prompt(prompt)
                .provider(PROVIDER)
                .streaming(streaming)
                .build();
    }

    private Observation observation(ChatModelObservationContext context) {
        return ChatModelObservationDocumentation.CHAT_MODEL_OPERATION.observation(
                convention, CONVENTION, () -> context, observations);
    }

    /** Hands a turn to a subscriber. */
    private static final class Pieces implements StreamedTurn.Listener {

        private final FluxSink<ChatResponse> sink;
        private final ResponseWriter writer;

        Pieces(FluxSink<ChatResponse> sink, String model) {
            this.sink = sink;
            this.writer = new ResponseWriter(model);
        }

        @Override
        public void piece(ChatDelta piece) {
            ChatResponse response = writer.piece(piece);
            if (response != null) {
                sink.next(response);
            }
        }

        @Override
        public void finished(AssistantTurn turn) {
            sink.next(writer.last(turn));
            sink.complete();
        }

        @Override
        public void failed(Throwable failure) {
            sink.error(SpringAiErrors.of(failure));
        }
    }
}
