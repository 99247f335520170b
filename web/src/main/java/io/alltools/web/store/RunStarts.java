package io.alltools.web.store;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.RecordedRun;
import io.alltools.agent.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How the starts of runs are kept. Each start holds the whole conversation before the run, so that a session would take
 * place with the square of its turns. Kept are only the messages behind those that it shares with an earlier start on
 * its branch, its base.
 *
 * <p>Which one that is follows Fenwick's trees: the base of the run at depth {@code d} stands at {@code d} without its
 * lowest set bit. A start is put together from as many rows as {@code d} has bits, at most 16 for 65,535 turns, and
 * each message is kept about {@code log2(d) / 2} times.
 */
final class RunStarts {

    private static final String SELECT = "select r.id, r.session_id, r.base_id, r.kept, r.depth, r.carried, e.json"
            + " from runs r join run_events e on e.run_id = r.id and e.seq = 0 where ";

    private RunStarts() {}

    /**
     * A start as it is kept.
     *
     * @param baseId the run whose first {@code kept} messages come first; null where none are left out
     * @param depth how many runs lie before it, as far as they share messages
     * @param carried how many messages the conversation had that it goes on from; null where its own does not begin
     *     with all of them, and in the records of earlier versions
     * @param start with the messages behind those that are kept elsewhere
     */
    record Kept(
            @Nullable String baseId,
            int kept,
            int depth,
            @Nullable Integer carried,
            RunEvent.RunStarted start) {

        private static Kept whole(RunEvent.RunStarted start, @Nullable Integer carried) {
            return new Kept(null, 0, 0, carried, start);
        }
    }

    /** A row of the table. */
    private record Row(String id, String sessionId, Kept kept, JournalEntry entry) {}

    /** How a new start is to be kept. */
    static Kept shorten(JdbcClient client, RunEvent.RunStarted start) {
        if (start.after() == null) {
            return Kept.whole(start, null);
        }
        List<Row> rows = withBases(client, start.after());
        if (rows.isEmpty() || !rows.getFirst().sessionId().equals(start.sessionId())) {
            return Kept.whole(start, null);
        }
        List<List<Message>> starts = messages(rows);
        Integer carried = carried(client, start.messages(), rows.getFirst(), starts.getFirst());
        int depth = rows.getFirst().kept().depth() + 1;
        int base = baseOf(rows, depth);
        int kept = shared(start.messages(), starts.get(base));
        if (carried != null) {
            kept = Math.min(kept, carried);
        }
        return kept == 0
                ? Kept.whole(start, carried)
                : new Kept(rows.get(base).id(), kept, depth, carried, start.withMessages(behind(start, kept)));
    }

    /** The row where the base of a run at this depth stands; where that run was deleted, the next one before it. */
    private static int baseOf(List<Row> rows, int depth) {
        int wanted = depth - Integer.lowestOneBit(depth);
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).kept().depth() <= wanted) {
                return i;
            }
        }
        return rows.size() - 1;
    }

    private static @Nullable Integer carried(
            JdbcClient client, List<Message> messages, Row parent, List<Message> parentStart) {
        List<JournalEntry> entries = new ArrayList<>();
        entries.add(withMessages(parent.entry(), parentStart));
        entries.addAll(client.sql("select json from run_events where run_id = ? and seq > 0 order by seq")
                .param(parent.id())
                .query((row, n) -> Json.read(row.getString(1), JournalEntry.class))
                .list());
        List<Message> before = RecordedRun.of(entries).messages();
        return shared(messages, before) == before.size() ? before.size() : null;
    }

    /**
     * A start with all its messages.
     *
     * @return empty where a run that it builds on was deleted while this was read; reading it again helps
     */
    static Optional<JournalEntry> whole(JdbcClient client, String runId) {
        List<Row> rows = withBases(client, runId);
        return rows.isEmpty() || rows.getLast().kept().baseId() != null
                ? Optional.empty()
                : Optional.of(
                        withMessages(rows.getFirst().entry(), messages(rows).getFirst()));
    }

    /** A start with its new messages only; empty where those before them are not known to be another run's. */
    static Optional<NewEntries> fresh(JdbcClient client, String runId) {
        return row(client, runId).flatMap(row -> {
            Integer carried = row.kept().carried();
            return carried == null
                    ? Optional.empty()
                    : Optional.of(new NewEntries(
                            carried,
                            List.of(withMessages(
                                    row.entry(),
                                    behind(
                                            row.kept().start(),
                                            carried - row.kept().kept())))));
        });
    }

    /** Gives all starts that build on this run's one their messages back, so that it can be deleted. */
    static void releaseFrom(JdbcClient client, String runId) {
        List<String> dependants = client.sql("select id from runs where base_id = ?")
                .param(runId)
                .query((row, n) -> row.getString("id"))
                .list();
        for (String dependant : dependants) {
            JournalEntry whole = whole(client, dependant)
                    .orElseThrow(() -> new StoreException("the start of run " + dependant + " can't be read", null));
            client.sql("update run_events set json = ? where run_id = ? and seq = 0")
                    .params(StorableText.json(Json.write(whole)), dependant)
                    .update();
            client.sql("update runs set base_id = null, kept = 0 where id = ?")
                    .param(dependant)
                    .update();
        }
    }

    /** An entry of a start with other messages. */
    static JournalEntry withMessages(JournalEntry entry, List<Message> messages) {
        return new JournalEntry(
                entry.runId(), entry.seq(), entry.at(), ((RunEvent.RunStarted) entry.event()).withMessages(messages));
    }

    /** A run's row, its base's, and so on. */
    private static List<Row> withBases(JdbcClient client, String runId) {
        List<Row> rows = new ArrayList<>();
        String next = runId;
        while (next != null) {
            Optional<Row> found = row(client, next);
            found.ifPresent(rows::add);
            next = found.map(row -> row.kept().baseId()).orElse(null);
        }
        return rows;
    }

    private static Optional<Row> row(JdbcClient client, String runId) {
        return client.sql(SELECT + "r.id = ?")
                .param(runId)
                .query((row, n) -> {
                    JournalEntry entry = Json.read(row.getString("json"), JournalEntry.class);
                    return new Row(
                            row.getString("id"),
                            row.getString("session_id"),
                            new Kept(
                                    row.getString("base_id"),
                                    row.getInt("kept"),
                                    row.getInt("depth"),
                                    row.getObject("carried", Integer.class),
                                    (RunEvent.RunStarted) entry.event()),
                            entry);
                })
                .optional();
    }

    /** All messages of each row; a row's base stands behind it. */
    private static List<List<Message>> messages(List<Row> rows) {
        List<List<Message>> all = new ArrayList<>();
        List<Message> base = List.of();
        for (Row row : rows.reversed()) {
            List<Message> messages = new ArrayList<>(base.subList(0, row.kept().kept()));
            messages.addAll(row.kept().start().messages());
            all.addFirst(messages);
            base = messages;
        }
        return all;
    }

    private static int shared(List<Message> one, List<Message> other) {
        int shared = 0;
        while (shared < one.size() && shared < other.size() && one.get(shared).equals(other.get(shared))) {
            shared++;
        }
        return shared;
    }

    private static List<Message> behind(RunEvent.RunStarted start, int kept) {
        return List.copyOf(start.messages().subList(kept, start.messages().size()));
    }
}
