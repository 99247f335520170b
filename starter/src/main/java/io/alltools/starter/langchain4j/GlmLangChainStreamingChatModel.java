package io.alltools.starter.langchain4j;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.Set;

/**
 * A model in this process as LangChain4j's {@link StreamingChatModel}. Each answer has a virtual thread, on which its
 * handler is called; {@code StreamingHandle.cancel()} frees its slot in the model at once, and the handler hears no
 * more.
 */
public final class GlmLangChainStreamingChatModel implements StreamingChatModel {

    private final io.alltools.agent.ChatModel model;
    private final GlmLangChainParameters defaults;
    private final List<ChatModelListener> listeners;

    /** With the model's defaults, and without listeners. */
    public GlmLangChainStreamingChatModel(io.alltools.agent.ChatModel model) {
        this(model, GlmLangChainParameters.EMPTY, List.of());
    }

    /** @param defaults what holds where a request says nothing */
    public GlmLangChainStreamingChatModel(
            io.alltools.agent.ChatModel model, GlmLangChainParameters defaults, List<ChatModelListener> listeners) {
        this.model = model;
        this.defaults = defaults;
        this.listeners = List.copyOf(listeners);
    }

    /** Returns at once; every failure goes to the handler, as the exceptions of {@link GlmLangChainChatModel}. */
    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        new HandledTurn(
                        model,
                        () -> RequestReader.read(request, defaults.overrideWith(request.parameters()), model.name()),
                        handler)
                .start();
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
