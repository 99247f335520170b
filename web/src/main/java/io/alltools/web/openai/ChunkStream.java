package io.alltools.web.openai;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Turns what the choices say into chunks, as they say it; chunks of several choices mix, each with its index. */
final class ChunkStream implements Choices.Listener {

    private final CompletionJson json;
    private final Consumer<ObjectNode> out;

    /** Whether a choice has named its role; each element belongs to its choice's thread. */
    private final boolean[] begun;

    /** @param out takes chunks from many threads */
    ChunkStream(CompletionJson json, int choices, Consumer<ObjectNode> out) {
        this.json = json;
        this.begun = new boolean[choices];
        this.out = out;
    }

    @Override
    public void piece(int choice, ChatDelta piece) {
        begin(choice);
        out.accept(json.piece(choice, piece));
    }

    @Override
    public void finished(int choice, AssistantTurn turn) {
        begin(choice);
        out.accept(json.finish(choice, turn));
    }

    /** Not before the model speaks: until then a failure can still be told by the HTTP status. */
    private void begin(int choice) {
        if (!begun[choice]) {
            begun[choice] = true;
            out.accept(json.role(choice));
        }
    }
}
