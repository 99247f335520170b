package io.alltools.web.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Says which process runs what. Each process has a lease of 30 s that it renews every 10 s; when it is over, or its
 * process on this machine is dead, another one may take its runs. Only a run's owner adds events to it, so one that
 * slept through its lease can't go on beside the new owner.
 */
public final class RunOwnership {

    private static final Logger log = LoggerFactory.getLogger(RunOwnership.class);

    private static final int LEASE_SECONDS = 30;
    private static final int RENEWAL_SECONDS = 10;

    /** By the database's clock: hosts may differ. */
    private static final String LEASE = "current_timestamp + interval '" + LEASE_SECONDS + "' second";

    private final Database database;
    private final String self = UUID.randomUUID().toString();
    private volatile boolean serving;
    private volatile @Nullable ScheduledExecutorService renewal;

    RunOwnership(Database database) {
        this.database = database;
    }

    /** An unfinished run of a server. */
    public record AbandonedRun(String id, String sessionId, String model) {}

    /** Who runs a run; {@code process} is null where that is not recorded. */
    private record Holder(@Nullable String id, @Nullable RunningProcess process, boolean leaseOver) {

        boolean isGone() {
            return process == null || leaseOver || process.isDead();
        }
    }

    /** From now on this process is a server: others go on with its runs when it dies. */
    public void serve() {
        serving = true;
    }

    /** Runs that a server began and that are not finished, of this process or of one that is gone; the oldest first. */
    public List<AbandonedRun> abandoned() {
        record Found(AbandonedRun run, Holder holder) {}
        List<Found> open = database.read(client -> client.sql("select r.id, r.session_id, r.model, " + HOLDER
                        + " where r.outcome is null and r.served order by r.started_at, r.id")
                .query((row, n) -> new Found(
                        new AbandonedRun(row.getString("id"), row.getString("session_id"), row.getString("model")),
                        holder(row)))
                .list());
        return open.stream()
                .filter(found ->
                        self.equals(found.holder().id()) || found.holder().isGone())
                .map(Found::run)
                .toList();
    }

    /**
     * Makes this process the owner of a run; false when it is finished or another process goes on with it, and for one
     * that came with an import: its calls, and that somebody approved them, are what a document says.
     */
    public boolean take(String runId) {
        register();
        return database.write(client -> {
            // Locks the row: of several that want it one gets it, and an event of the old owner comes before or never.
            boolean open = client.sql(
                            "select id from runs where id = ? and outcome is null and not imported for update")
                    .param(runId)
                    .query((row, n) -> true)
                    .optional()
                    .isPresent();
            Holder holder = holder(client, runId).orElse(null);
            if (!open || holder == null || (!self.equals(holder.id()) && !holder.isGone())) {
                return false;
            }
            return client.sql("update runs set owner = ? where id = ?")
                            .params(self, runId)
                            .update()
                    == 1;
        });
    }

    /** Gives a run up: this process adds nothing to it any longer, and another one may take it at once. */
    public void leave(String runId) {
        int ignored = database.write(client -> client.sql("update runs set owner = null where id = ? and owner = ?")
                .params(runId, self)
                .update());
    }

    /** Whether more events of this run may come, from whatever process. */
    public boolean mayGoOn(String runId) {
        return database.read(client -> client.sql(
                        "select r.served, " + HOLDER + " where r.id = ? and r.outcome is null")
                .param(runId)
                .query((row, n) -> row.getBoolean("served") || !holder(row).isGone())
                .optional()
                .orElse(false));
    }

    /** The process that goes on with a run, for a person; empty where there is none. */
    public Optional<String> holder(String runId) {
        return database.read(client -> holder(client, runId))
                .filter(holder -> !holder.isGone())
                .map(holder -> String.valueOf(holder.process()));
    }

    /** Whether this process serves. */
    boolean isServing() {
        return serving;
    }

    String self() {
        return self;
    }

    /** Gives this process a lease, which is renewed until it ends. */
    synchronized void register() {
        if (renewal != null) {
            return;
        }
        RunningProcess process = RunningProcess.self();
        database.write(client -> {
            client.sql("delete from processes where lease_until < current_timestamp - interval '7' day")
                    .update();
            return client.sql("insert into processes (id, place, pid, started_at, lease_until) values (?, ?, ?, ?, "
                            + LEASE + ")")
                    .params(
                            self,
                            process.place(),
                            process.pid(),
                            process.startedAt().atOffset(ZoneOffset.UTC))
                    .update();
        });
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("run-ownership").daemon().factory());
        timer.scheduleWithFixedDelay(this::renew, RENEWAL_SECONDS, RENEWAL_SECONDS, TimeUnit.SECONDS);
        renewal = timer;
    }

    private void renew() {
        try {
            setLease(LEASE);
        } catch (StoreException e) {
            log.warn("runs of this process may be taken over by others: {}", e.getMessage());
        }
    }

    private void setLease(String until) {
        int ignored =
                database.write(client -> client.sql("update processes set lease_until = " + until + " where id = ?")
                        .param(self)
                        .update());
    }

    /** @throws StoreException when this process may not add events to the run */
    void require(JdbcClient client, String runId) {
        boolean own = client.sql("select id from runs where id = ? and owner = ? for update")
                .params(runId, self)
                .query((row, n) -> true)
                .optional()
                .isPresent();
        if (!own) {
            throw new StoreException("another process goes on with it", null);
        }
    }

    /** What this process did not finish others may take at once. */
    void release() {
        ScheduledExecutorService timer = renewal;
        if (timer != null) {
            timer.shutdownNow();
            try {
                setLease("current_timestamp");
            } catch (StoreException e) {
                log.debug("the lease is left to run out", e);
            }
        }
    }

    private static final String HOLDER = "r.owner, p.place, p.pid, p.started_at as process_started_at,"
            + " p.lease_until <= current_timestamp as lease_over"
            + " from runs r left join processes p on p.id = r.owner";

    private static Optional<Holder> holder(JdbcClient client, String runId) {
        return client.sql("select " + HOLDER + " where r.id = ?")
                .param(runId)
                .query((row, n) -> holder(row))
                .optional();
    }

    private static Holder holder(ResultSet row) throws SQLException {
        String place = row.getString("place");
        OffsetDateTime started = row.getObject("process_started_at", OffsetDateTime.class);
        RunningProcess process = place == null || started == null
                ? null
                : new RunningProcess(place, row.getLong("pid"), started.toInstant());
        return new Holder(row.getString("owner"), process, row.getBoolean("lease_over"));
    }
}
