package io.alltools.starter;

import io.alltools.agent.AssistantTurn;
import io.alltools.agent.FinishReason;
import io.alltools.agent.Json;
import io.alltools.agent.ToolCall;
import java.util.List;

/** The calls of a turn that may be made: frameworks make all they get, also one that the token limit cut off. */
public final class WholeCalls {

    private WholeCalls() {}

    public static List<ToolCall> of(AssistantTurn turn) {
        List<ToolCall> calls = turn.calls();
        if (turn.finishReason() != FinishReason.LENGTH || calls.isEmpty()) {
            return calls;
        }
        return whole(calls.getLast()) ? calls : calls.subList(0, calls.size() - 1);
    }

    private static boolean whole(ToolCall call) {
        try {
            Json.parseObject(call.arguments());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
