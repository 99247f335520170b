package io.alltools.web.console;

import io.alltools.agent.Budget;
import io.alltools.agent.FinishReason;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.Passage;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolResult;
import io.alltools.agent.Trust;
import io.alltools.agent.Usage;
import io.alltools.web.console.RecordedConsole.Timed;
import java.util.ArrayList;
import java.util.List;

/** Writes down the events of a run; each piece takes a second. */
final class RecordedRun {

    private static final long SECOND = 1000;

    private final List<Timed> events = new ArrayList<>();
    private long now;
    private int step;

    RecordedRun(String question) {
        add(new RunEvent.RunStarted(
                "s1", "glm-tiny", List.of(Message.user(question)), List.of(), Sampling.GREEDY, Budget.DEFAULT));
    }

    RecordedRun thinks(String text) {
        begin();
        add(new RunEvent.ReasoningDelta(step, text.substring(0, text.length() / 2)));
        return add(new RunEvent.ReasoningDelta(step, text.substring(text.length() / 2)));
    }

    /** A step with one call. */
    RecordedRun calls(String tool, String arguments, ToolResult result) {
        begin();
        String id = "c" + step;
        add(new RunEvent.ToolCallStarted(step, id, tool));
        add(new RunEvent.ToolCallArguments(step, id, arguments));
        add(new RunEvent.UsageReported(step, new Usage(100, 10, 40), FinishReason.TOOL_CALLS));
        add(new RunEvent.ToolCallExecuting(step, id, tool, arguments));
        add(new RunEvent.ToolCallFinished(step, id, tool, result, 1234));
        open = false;
        return add(new RunEvent.StepFinished(step, FinishReason.TOOL_CALLS));
    }

    RecordedRun calls(String tool, String arguments, Passage... passages) {
        return calls(tool, arguments, new ToolResult.Ok(List.of(passages), Trust.UNTRUSTED));
    }

    List<Timed> answers(String text) {
        begin();
        add(new RunEvent.TextDelta(step, text));
        add(new RunEvent.UsageReported(step, new Usage(100, 10, 40), FinishReason.STOP));
        add(new RunEvent.StepFinished(step, FinishReason.STOP));
        add(new RunEvent.RunFinished(Outcome.ANSWERED, text, new Usage(100 * step, 10 * step, 40 * step), step));
        return List.copyOf(events);
    }

    private boolean open;

    private void begin() {
        if (!open) {
            add(new RunEvent.StepStarted(++step));
            open = true;
        }
    }

    private RecordedRun add(RunEvent event) {
        events.add(new Timed(now, event));
        now += SECOND;
        return this;
    }
}
