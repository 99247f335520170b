package io.alltools.web.store;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.JournalException;
import io.alltools.agent.Json;
import io.alltools.agent.RunEvent;
import io.alltools.agent.RunJournal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps the events of runs in the database. Safe for use from many runs at once. */
public final class DatabaseJournal implements RunJournal {

    private final Database database;
    private final RunOwnership ownership;

    public DatabaseJournal(Database database) {
        this.database = database;
        this.ownership = database.ownership();
    }

    @Override
    public void append(JournalEntry entry) {
        try {
            int ignored;
            if (entry.event() instanceof RunEvent.RunStarted started) {
                ownership.register();
                ignored = database.write(client -> appendStart(client, entry, started));
            } else {
                String json = StorableText.json(Json.write(entry));
                ignored = database.write(client -> append(client, entry, json));
            }
        } catch (StoreException e) {
            throw new JournalException("run " + entry.runId() + " can't be recorded: " + e.getMessage(), e);
        }
    }

    private int appendStart(JdbcClient client, JournalEntry entry, RunEvent.RunStarted started) {
        RunStarts.Kept kept = RunStarts.shorten(client, started);
        insertRun(client, entry, started, kept);
        return insertEvent(
                client,
                entry,
                StorableText.json(
                        Json.write(RunStarts.withMessages(entry, kept.start().messages()))));
    }

    private int append(JdbcClient client, JournalEntry entry, String json) {
        ownership.require(client, entry.runId());
        switch (entry.event()) {
            // Kept in its own way, above.
            case RunEvent.RunStarted ignored -> {}
            case RunEvent.RunFinished finished -> finishRun(client, entry, finished);
            case RunEvent.RunResumed ignored -> {}
            case RunEvent.StepStarted ignored -> {}
            case RunEvent.ContextCompacted ignored -> {}
            case RunEvent.AnswerRejected ignored -> {}
            case RunEvent.ToolCallExecuting ignored -> {}
            case RunEvent.TextDelta ignored -> {}
            case RunEvent.ReasoningDelta ignored -> {}
            case RunEvent.ToolCallStarted call -> RunTools.called(client, entry.runId(), call);
            case RunEvent.ToolCallArguments ignored -> {}
            case RunEvent.ApprovalRequested ignored -> {}
            case RunEvent.ApprovalGiven ignored -> {}
            case RunEvent.ToolCallFinished call -> RunTools.finished(client, entry.runId(), call);
            case RunEvent.UsageReported ignored -> {}
            case RunEvent.StepFinished ignored -> {}
        }
        return insertEvent(client, entry, json);
    }

    static int insertEvent(JdbcClient client, JournalEntry entry, String json) {
        return client.sql("insert into run_events (run_id, seq, occurred_at, type, json) values (?, ?, ?, ?, ?)")
                .params(entry.runId(), entry.seq(), time(entry.at()), typeOf(entry.event()), json)
                .update();
    }

    private void insertRun(JdbcClient client, JournalEntry entry, RunEvent.RunStarted started, RunStarts.Kept kept) {
        // A key's session is there by now: whoever started the run made it.
        SessionStore.insertMissing(client, started.sessionId(), entry.at(), null);
        // What runs within another run is begun again by that, if at all.
        boolean served = ownership.isServing() && started.parent() == null;
        client.sql("insert into runs (id, session_id, parent_id, nested, started_at, model, input, owner, served,"
                        + " base_id, kept, depth, carried) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(entry.runId())
                .param(started.sessionId())
                .param(started.after())
                .param(started.parent() != null)
                .param(time(entry.at()))
                .param(started.model())
                .param(StorableText.column(started.input()))
                .param(ownership.self())
                .param(served)
                .param(kept.baseId())
                .param(kept.kept())
                .param(kept.depth())
                .param(kept.carried())
                .update();
        SessionStore.active(client, entry.runId(), entry.at());
    }

    private static void finishRun(JdbcClient client, JournalEntry entry, RunEvent.RunFinished finished) {
        client.sql("update runs set outcome = ?, finished_at = ?, steps = ?, prompt_tokens = ?, completion_tokens = ?,"
                        + " total_tokens = ?, answer = ? where id = ?")
                .params(
                        finished.outcome().kind().name(),
                        time(entry.at()),
                        finished.steps(),
                        finished.usage().promptTokens(),
                        finished.usage().completionTokens(),
                        (long) finished.usage().promptTokens()
                                + finished.usage().completionTokens(),
                        StorableText.column(finished.answer()),
                        entry.runId())
                .update();
        SessionStore.active(client, entry.runId(), entry.at());
    }

    private static String typeOf(RunEvent event) {
        return event.getClass().getSimpleName();
    }

    static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
