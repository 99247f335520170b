package io.alltools.agent;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One model call of a run and what its tool calls came to.
 *
 * @param turnComplete whether the model ended its turn
 * @param calls in the order in which the model wrote them
 * @param executing by id of the calls whose tools began to work, the arguments that they got
 * @param asked by call id, what a person was asked
 * @param decisions by call id, what the person said
 * @param results of the calls that were run, in the order in which they ended
 * @param rejected why the answer was not accepted, so that the model had to answer again; null when it was
 * @param tokens of the turn; null where they were not recorded
 * @param turnReason why the turn ended; null when it did not, or in the records of earlier versions
 * @param finishReason null when the step never ended
 */
public record RecordedStep(
        int number,
        Instant at,
        String text,
        String reasoning,
        boolean turnComplete,
        List<ToolCall> calls,
        Map<String, String> executing,
        Map<String, RunEvent.ApprovalRequested> asked,
        Map<String, Decision> decisions,
        List<RunEvent.ToolCallFinished> results,
        @Nullable String rejected,
        Usage usage,
        @Nullable TokenTrace tokens,
        @Nullable FinishReason turnReason,
        @Nullable FinishReason finishReason) {

    /** A step of which only the model's turn is known. */
    static RecordedStep of(int number, Instant at, AssistantTurn turn) {
        return new RecordedStep(
                number,
                at,
                turn.text(),
                turn.reasoning(),
                true,
                turn.calls(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                null,
                turn.usage(),
                turn.tokens(),
                turn.finishReason(),
                null);
    }

    /** The model's turn. */
    AssistantTurn turn() {
        FinishReason reason =
                turnReason != null ? turnReason : calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
        return new AssistantTurn(text, reasoning, calls, usage, reason);
    }

    public Optional<RunEvent.ToolCallFinished> resultOf(String callId) {
        return results.stream().filter(r -> r.callId().equals(callId)).findFirst();
    }
}
