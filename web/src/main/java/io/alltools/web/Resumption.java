package io.alltools.web;

import io.alltools.agent.Agent;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Outcome;
import io.alltools.agent.RecordedRun;
import io.alltools.agent.RecordedStep;
import io.alltools.agent.RunEvent;
import io.alltools.agent.RunRequest;
import io.alltools.agent.RunResult;
import io.alltools.agent.ToolSpec;
import io.alltools.web.store.DataFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A run whose process ended, put together again from its events. */
final class Resumption {

    /** A step that ends its process as often is not begun again. */
    private static final int MAX_ATTEMPTS = 3;

    private final List<JournalEntry> recorded;
    private final RecordedRun run;

    Resumption(List<JournalEntry> recorded) {
        this.recorded = recorded;
        this.run = RecordedRun.of(recorded);
    }

    /**
     * Goes on, or ends the run where that can't be.
     *
     * @param agent the run's, by its name
     * @param problem why that can't go on with it; empty when it can
     * @param outsideText whether the session holds imports; runs of earlier versions don't say that themselves
     * @throws IllegalArgumentException when the run was begun with another model
     */
    RunResult run(
            Agent agent, String problem, DataFolder folder, boolean outsideText, Consumer<JournalEntry> listener) {
        RunEvent.RunStarted started = run.started();
        List<String> known = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (ToolSpec tool : started.tools()) {
            if (started.callerTools().find(tool.name()).isPresent()) {
                continue;
            }
            (agent.toolbox().find(tool.name()).isPresent() ? known : gone).add(tool.name());
        }
        if (problem.isEmpty() && !agent.model().name().equals(started.model())) {
            throw new IllegalArgumentException("run " + run.runId() + " was begun with the model \"" + started.model()
                    + "\", and this is \"" + agent.model().name() + "\": give that one with --model");
        }
        RunRequest request = new RunRequest(
                        run.runId(),
                        started.sessionId(),
                        folder.session(started.sessionId()),
                        started.messages(),
                        started.sampling(),
                        started.budget(),
                        started.format(),
                        started.parent())
                .inSession(started.after(), started.privateFiles(), outsideText);
        String obstacle = problem;
        if (obstacle.isEmpty() && !gone.isEmpty()) {
            obstacle = "it was begun with tools that do not exist any longer: " + String.join(", ", gone);
        } else if (obstacle.isEmpty() && attempts() >= MAX_ATTEMPTS) {
            obstacle = "its process ended " + (MAX_ATTEMPTS + 1) + " times in the same step";
        }
        if (!obstacle.isEmpty()) {
            Outcome outcome = new Outcome(Outcome.Kind.FAILED, "the run can't go on: " + obstacle);
            return agent.withName(started.agent()).end(recorded, request, outcome, listener);
        }
        return agent.withToolbox(agent.toolbox().only(known)).resume(recorded, request, listener);
    }

    /** How often the step in hand was begun again; who waits for a person may do so through any number of restarts. */
    private int attempts() {
        RecordedStep last = run.steps().isEmpty() ? null : run.steps().getLast();
        if (last != null && !last.decisions().keySet().containsAll(last.asked().keySet())) {
            return 0;
        }
        int attempts = 0;
        for (JournalEntry entry : recorded) {
            if (entry.event() instanceof RunEvent.RunResumed) {
                attempts++;
            } else if (entry.event() instanceof RunEvent.StepFinished
                    || entry.event() instanceof RunEvent.ToolCallFinished) {
                attempts = 0;
            }
        }
        return attempts;
    }
}
