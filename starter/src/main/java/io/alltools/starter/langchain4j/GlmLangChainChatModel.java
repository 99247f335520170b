package io.alltools.starter.langchain4j;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;
import java.util.Set;

/**
 * A model in this process as LangChain4j's {@link ChatModel}, for many threads at once. An interrupt ends a call and
 * frees its slot in the model at once.
 *
 * <pre>{@code
 * try (GlmChatModel glm = EmbeddedModel.open(RuntimeOptions.defaults())) {
 *     ChatModel model = new GlmLangChainChatModel(glm);
 *     model.chat("What is 17 * 23?");
 * }
 * }</pre>
 */
public final class GlmLangChainChatModel implements ChatModel {

    private final io.alltools.agent.ChatModel model;
    private final GlmLangChainParameters defaults;
    private final List<ChatModelListener> listeners;

    /** With the model's defaults, and without listeners. */
    public GlmLangChainChatModel(io.alltools.agent.ChatModel model) {
        this(model, GlmLangChainParameters.EMPTY, List.of());
    }

    /** @param defaults what holds where a request says nothing */
    public GlmLangChainChatModel(
            io.alltools.agent.ChatModel model, GlmLangChainParameters defaults, List<ChatModelListener> listeners) {
        this.model = model;
        this.defaults = defaults;
        this.listeners = List.copyOf(listeners);
    }

    /**
     * @throws dev.langchain4j.exception.NonRetriableException when the request can't be answered, or the thread is
     *     interrupted
     * @throws dev.langchain4j.exception.RetriableException when another attempt may help: the model is too busy, or
     *     failed
     */
    @Override
    public ChatResponse doChat(ChatRequest request) {
        try {
            return ResponseWriter.write(
                    model.generate(
                            RequestReader.read(request, defaults.overrideWith(request.parameters()), model.name()),
                            piece -> {}),
                    model.name());
        } catch (InterruptedException | RuntimeException e) {
            throw LangChainErrors.unchecked(e);
        }
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return defaults;
    }

    @Override
    public List<ChatModelListener> listeners() {
        return listeners;
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    }
}
