package io.alltools.web.openai;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Generates the choices of one completion side by side. */
final class Choices {

    /** Hears of each choice, on a thread of its own. */
    interface Listener {

        Listener SILENT = new Listener() {
            @Override
            public void piece(int choice, ChatDelta piece) {}

            @Override
            public void finished(int choice, AssistantTurn turn) {}
        };

        void piece(int choice, ChatDelta piece);

        void finished(int choice, AssistantTurn turn);
    }

    private Choices() {}

    /**
     * Blocks until all are complete; the turns stand in the order of the choices. When one fails or the thread is
     * interrupted, all others are interrupted too, and have ended when this returns.
     */
    static List<AssistantTurn> generate(ChatModel model, ChatCompletion completion, Listener listener)
            throws InterruptedException {
        if (completion.choices() == 1) {
            return List.of(generate(model, completion, 0, listener));
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            ExecutorCompletionService<AssistantTurn> running = new ExecutorCompletionService<>(executor);
            List<Future<AssistantTurn>> turns = new ArrayList<>();
            for (int i = 0; i < completion.choices(); i++) {
                int choice = i;
                turns.add(running.submit(() -> generate(model, completion, choice, listener)));
            }
            try {
                for (int i = 0; i < turns.size(); i++) {
                    running.take().get();
                }
            } catch (ExecutionException e) {
                executor.shutdownNow();
                throw cause(e);
            } catch (InterruptedException e) {
                executor.shutdownNow();
                throw e;
            }
            return turns.stream().map(Future::resultNow).toList();
        }
    }

    /** The prompt counts once, however many choices continue it. */
    static Usage usage(List<AssistantTurn> turns) {
        Usage first = turns.getFirst().usage();
        int completionTokens =
                turns.stream().mapToInt(turn -> turn.usage().completionTokens()).sum();
        return new Usage(first.promptTokens(), completionTokens, first.cachedTokens());
    }

    private static AssistantTurn generate(ChatModel model, ChatCompletion completion, int choice, Listener listener)
            throws InterruptedException {
        AssistantTurn turn = model.generate(completion.request(choice), piece -> listener.piece(choice, piece));
        listener.finished(choice, turn);
        return turn;
    }

    private static RuntimeException cause(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }
}
