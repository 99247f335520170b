package io.alltools.web.openai;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.Usage;
import java.util.List;

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

    /** As {@link SideBySide#make} does it. */
    static List<AssistantTurn> generate(ChatModel model, ChatCompletion completion, Listener listener)
            throws InterruptedException {
        return SideBySide.make(completion.choices(), choice -> generate(model, completion, choice, listener));
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
}
