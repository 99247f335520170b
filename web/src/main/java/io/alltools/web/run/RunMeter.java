package io.alltools.web.run;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Usage;
import io.alltools.web.caller.Caller;
import io.alltools.web.caller.Meter;
import java.util.List;

/** Counts a run's tokens for whoever runs it: each turn as it ends, and at the end what its agents used besides. */
final class RunMeter {

    private final Meter meter;
    private final Caller caller;
    private Usage counted;

    /** @param before the events that another process has counted */
    RunMeter(Meter meter, Caller caller, List<JournalEntry> before) {
        this.meter = meter;
        this.caller = caller;
        this.counted = before.stream()
                .map(JournalEntry::event)
                .filter(RunEvent.UsageReported.class::isInstance)
                .map(event -> ((RunEvent.UsageReported) event).usage())
                .reduce(Usage.NONE, Usage::plus);
    }

    /** Called by the run's own thread only. */
    void saw(RunEvent event) {
        if (event instanceof RunEvent.UsageReported turn) {
            count(turn.usage());
        } else if (event instanceof RunEvent.RunFinished finished) {
            Usage all = finished.usage();
            count(new Usage(
                    Math.max(0, all.promptTokens() - counted.promptTokens()),
                    Math.max(0, all.completionTokens() - counted.completionTokens()),
                    0));
        }
    }

    private void count(Usage usage) {
        counted = counted.plus(usage);
        meter.used(caller, usage);
    }
}
