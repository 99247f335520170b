package io.alltools.web.caller;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Price;
import io.alltools.agent.Usage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A model for one request that tells what its turns cost. A turn that breaks off costs its prompt and the pieces that
 * came, each for a token: who hangs up before the end has not had them for nothing.
 */
final class MeteredModel implements ChatModel {

    private final ChatModel model;
    private final Consumer<Usage> used;
    private final AtomicBoolean promptCounted = new AtomicBoolean();

    MeteredModel(ChatModel model, Consumer<Usage> used) {
        this.model = model;
        this.used = used;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public int contextLength() {
        return model.contextLength();
    }

    @Override
    public int promptTokens(ChatRequest request) {
        return model.promptTokens(request);
    }

    @Override
    public Price price() {
        return model.price();
    }

    @Override
    public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) throws InterruptedException {
        AtomicInteger pieces = new AtomicInteger();
        boolean complete = false;
        try {
            AssistantTurn turn = model.generate(request, piece -> {
                pieces.incrementAndGet();
                sink.accept(piece);
            });
            complete = true;
            count(turn.usage());
            return turn;
        } finally {
            // Before the first piece the prompt may not even have been read: it waited, or was refused.
            if (!complete && pieces.get() > 0) {
                count(new Usage(model.promptTokens(request), pieces.get(), 0));
            }
        }
    }

    private void count(Usage usage) {
        int prompt = promptCounted.compareAndSet(false, true) ? usage.promptTokens() : 0;
        used.accept(new Usage(prompt, usage.completionTokens(), Math.min(prompt, usage.cachedTokens())));
    }
}
