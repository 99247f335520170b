package io.alltools.web.openai;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.TokenLogprob;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Turns what the choices say into chunks, as they say it; chunks of several choices mix, each with its index. */
final class ChunkStream implements Choices.Listener {

    private final CompletionJson json;
    private final Consumer<ObjectNode> out;

    /** Whether a choice has named its role; each element belongs to its choice's thread. */
    private final boolean[] begun;

    /** Logprobs of tokens whose text has not come yet, and how many have been told, by choice. */
    private final List<List<TokenLogprob>> waiting = new ArrayList<>();

    private final int[] told;

    /** @param out takes chunks from many threads */
    ChunkStream(CompletionJson json, int choices, Consumer<ObjectNode> out) {
        this.json = json;
        this.begun = new boolean[choices];
        this.told = new int[choices];
        for (int i = 0; i < choices; i++) {
            waiting.add(new ArrayList<>());
        }
        this.out = out;
    }

    @Override
    public void piece(int choice, ChatDelta piece) {
        List<TokenLogprob> tokens = waiting.get(choice);
        if (piece instanceof ChatDelta.Token token) {
            tokens.add(token.logprob());
            return;
        }
        begin(choice);
        out.accept(json.piece(choice, piece, tokens));
        told[choice] += tokens.size();
        tokens.clear();
    }

    @Override
    public void finished(int choice, AssistantTurn turn) {
        begin(choice);
        List<TokenLogprob> all = turn.logprobs();
        List<TokenLogprob> rest = all.subList(Math.min(told[choice], all.size()), all.size());
        if (!rest.isEmpty()) {
            out.accept(json.logprobs(choice, rest));
        }
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
