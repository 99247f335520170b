package io.alltools.web.cli;

import io.alltools.agent.Compaction;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.RunEvent;
import java.io.PrintStream;
import java.util.function.Consumer;

/** Prints a run for a person, as it happens. */
final class RunPrinter implements Consumer<JournalEntry> {

    private static final String DIM = "\u001b[2m";
    private static final String CYAN = "\u001b[36m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean interactive;
    private final boolean coloured;
    private boolean atLineStart = true;
    private boolean thinking;

    RunPrinter(Terminal terminal) {
        this.out = terminal.out();
        this.err = terminal.err();
        this.interactive = terminal.interactive();
        this.coloured = terminal.coloured();
    }

    @Override
    public void accept(JournalEntry entry) {
        switch (entry.event()) {
            case RunEvent.RunStarted ignored -> {}
            case RunEvent.StepStarted ignored -> {}
            case RunEvent.RunResumed ignored -> say("the run goes on");
            case RunEvent.ContextCompacted e -> say(compacted(e.compaction()));
            case RunEvent.AnswerRejected e -> say(safe(e.problem()));
            case RunEvent.ToolCallExecuting ignored -> {}
            case RunEvent.ReasoningDelta e -> {
                thinking = true;
                print(coloured(DIM, e.text()), e.text());
            }
            case RunEvent.TextDelta e -> {
                endThought();
                print(safe(e.text()), e.text());
            }
            case RunEvent.ToolCallStarted e -> {
                endThought();
                line();
                String head = "▶ " + safe(e.name());
                print(coloured(CYAN, head), head);
                line();
            }
            case RunEvent.ToolCallArguments e -> print(safe(e.piece()), e.piece());
            case RunEvent.ApprovalRequested e -> asked(e);
            case RunEvent.ApprovalGiven ignored -> {}
            case RunEvent.ToolCallFinished e -> observation(e);
            case RunEvent.UsageReported ignored -> {}
            case RunEvent.StepFinished ignored -> line();
            case RunEvent.RunFinished e -> finished(e.outcome());
        }
        out.flush();
    }

    /** Who sits at the terminal is told by the question itself. */
    private void asked(RunEvent.ApprovalRequested event) {
        line();
        if (!interactive) {
            say(safe(event.name()) + " asks first: " + safe(event.reason()));
        }
    }

    private static String compacted(Compaction compaction) {
        return "the conversation is long: the model sees "
                + compaction.shortened().size() + " observations shortened and " + compaction.summarised()
                + " messages as a summary";
    }

    private void observation(RunEvent.ToolCallFinished event) {
        line();
        Message.Observation observation = event.result().toObservation(event.callId());
        String first = "◀ ";
        for (String textLine : safe(observation.text()).split("\n", -1)) {
            out.println(coloured(DIM, first + textLine));
            first = "  ";
        }
        out.println();
    }

    private void finished(Outcome outcome) {
        line();
        switch (outcome.kind()) {
            case ANSWERED -> {}
            case BUDGET_EXHAUSTED, CANCELLED, REFUSED, FAILED, NEEDS_INPUT -> say(safe(outcome.detail()));
        }
    }

    private void say(String text) {
        out.flush();
        err.println("alltools: " + text);
    }

    private void endThought() {
        if (thinking) {
            thinking = false;
            line();
        }
    }

    private void print(String shown, String text) {
        if (!text.isEmpty()) {
            out.print(shown);
            atLineStart = text.endsWith("\n");
        }
    }

    private void line() {
        if (!atLineStart) {
            out.println();
            atLineStart = true;
        }
    }

    private String coloured(String colour, String text) {
        return coloured ? colour + safe(text) + PLAIN : safe(text);
    }

    /** Without control characters: a page or a model must not drive the terminal. */
    private static String safe(String text) {
        return text.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}&&[^\n\t]]", "");
    }
}
