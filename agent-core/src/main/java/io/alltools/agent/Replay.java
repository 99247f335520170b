package io.alltools.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Has a model go through a recorded run again: each turn is generated from the conversation that was recorded before
 * it, with the recorded sampling, and compared with what was recorded. No tool is called, since the recorded results
 * stand in for them; so a difference is the model's, and the first one is where the two runs part.
 */
public final class Replay {

    private final Agent agent;
    private final RunRequest request;
    private final RecordedRun run;
    private final Map<Integer, Compaction> compactions;

    /** How the two runs compare. */
    public sealed interface Verdict {

        /** The model said the same in all turns that are complete. */
        record Same(int steps) implements Verdict {}

        /**
         * The first difference.
         *
         * @param what a part of the turn: {@code text}, {@code call 1 name}, {@code call 1 arguments} and such
         */
        record Different(int step, String what, String recorded, String now) implements Verdict {}
    }

    private Replay(RecordedRun run, Map<Integer, Compaction> compactions, ChatModel model, Checks checks, Path folder) {
        this.run = run;
        this.compactions = compactions;
        RunEvent.RunStarted started = run.started();
        this.agent = Agent.of(
                        model,
                        new Toolbox(started.tools().stream()
                                .filter(spec ->
                                        started.callerTools().find(spec.name()).isEmpty())
                                .map(Recorded::new)
                                .toList()),
                        RunJournal.none())
                .withChecks(checks);
        this.request = new RunRequest(
                        run.runId(),
                        started.sessionId(),
                        folder,
                        started.messages(),
                        started.sampling(),
                        started.budget(),
                        started.format(),
                        started.parent())
                .with(started.callerTools());
    }

    /**
     * Goes through a run up to the first difference.
     *
     * @param entries all events of the run; the last ones may be missing
     * @param checks as they were when it was recorded
     * @param folder for what a shortened conversation leaves behind; of no use afterwards
     * @throws ModelException when a turn can't be generated at all
     */
    public static Verdict of(List<JournalEntry> entries, ChatModel model, Checks checks, Path folder)
            throws InterruptedException {
        Map<Integer, Compaction> compactions = new HashMap<>();
        for (JournalEntry entry : entries) {
            if (entry.event() instanceof RunEvent.ContextCompacted compacted) {
                compactions.put(compacted.step(), compacted.compaction());
            }
        }
        return new Replay(RecordedRun.of(entries), compactions, model, checks, folder).verdict();
    }

    private Verdict verdict() throws InterruptedException {
        ContextWindow window = new ContextWindow(agent, request);
        List<Message> messages = new ArrayList<>(run.started().messages());
        Compaction compaction = Compaction.NONE;
        int steps = 0;
        for (RecordedStep step : run.steps()) {
            if (!step.turnComplete()) {
                break;
            }
            ContextWindow.Fitted fitted = window.fit(messages, compaction);
            Compaction recorded = compactions.getOrDefault(step.number(), compaction);
            if (!fitted.compaction().equals(recorded)) {
                return new Verdict.Different(
                        step.number(), "compaction", Json.write(recorded), Json.write(fitted.compaction()));
            }
            compaction = recorded;
            AssistantTurn now = agent.model().generate(window.request(step.number(), fitted.messages()), delta -> {});
            Verdict difference = difference(step, now);
            if (difference != null) {
                return difference;
            }
            steps++;
            messages.addAll(RecordedRun.messages(step));
        }
        return new Verdict.Same(steps);
    }

    private Verdict.@Nullable Different difference(RecordedStep step, AssistantTurn now) {
        AssistantTurn then = step.turn();
        if (run.finished() != null
                && run.finished().outcome().kind() == Outcome.Kind.REFUSED
                && agent.checks().output(now.text()) instanceof Checks.Finding.Refuse) {
            // What was refused is not recorded.
            return null;
        }
        Differences differences = new Differences(step.number());
        differences.compare("reasoning", then.reasoning(), checked(now.reasoning()));
        differences.compare("text", then.text(), checked(now.text()));
        for (int i = 0; i < Math.max(then.calls().size(), now.calls().size()); i++) {
            ToolCall before = i < then.calls().size() ? then.calls().get(i) : null;
            ToolCall after = i < now.calls().size() ? now.calls().get(i) : null;
            String call = "call " + (i + 1);
            differences.compare(call + " name", name(before), name(after));
            differences.compare(
                    call + " arguments",
                    before == null ? "" : before.arguments(),
                    after == null ? "" : after.arguments());
        }
        differences.compare(
                "finish reason", then.finishReason().name(), now.finishReason().name());
        return differences.first;
    }

    private static String name(@Nullable ToolCall call) {
        return call == null ? "no call" : call.name();
    }

    private String checked(String text) {
        return switch (agent.checks().output(text)) {
            case Checks.Finding.Pass ignored -> text;
            case Checks.Finding.Replace replace -> replace.text();
            case Checks.Finding.Refuse ignored -> "";
        };
    }

    /** Keeps the first of a turn. */
    private static final class Differences {

        private final int step;
        private Verdict.@Nullable Different first;

        Differences(int step) {
            this.step = step;
        }

        void compare(String what, String recorded, String now) {
            if (first == null && !recorded.equals(now)) {
                first = new Verdict.Different(step, what, recorded, now);
            }
        }
    }

    /** A tool as the model saw it. */
    private record Recorded(ToolSpec spec) implements Tool {

        @Override
        public ToolResult call(String arguments, ToolContext context) {
            throw new IllegalStateException("a replay calls no tools, " + spec.name() + " was called");
        }
    }
}
