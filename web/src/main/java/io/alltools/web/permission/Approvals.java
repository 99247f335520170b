package io.alltools.web.permission;

import io.alltools.agent.ApprovalRequest;
import io.alltools.agent.Approver;
import io.alltools.agent.Decision;
import io.alltools.agent.Toolbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for a person who is somewhere else: the run's thread waits here, and the decision comes on another.
 * What waits is kept in memory only; a run that goes on after a restart asks again what was open.
 */
public final class Approvals implements Approver {

    private record Key(String runId, String callId) {}

    private static final class Waiting {
        private final ApprovalRequest request;
        private @Nullable Decision decision;

        Waiting(ApprovalRequest request) {
            this.request = request;
        }
    }

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Key, Waiting> waiting = new LinkedHashMap<>();
    private final Set<String> unattended = ConcurrentHashMap.newKeySet();

    public Approvals() {
        this(Clock.systemUTC());
    }

    Approvals(Clock clock) {
        this.clock = clock;
    }

    /** Nobody is there to ask for a run: what would ask is denied, until the run is {@link #forget forgotten}. */
    public void unattended(String runId) {
        unattended.add(runId);
    }

    /** A run that was {@link #unattended unattended} is over. */
    public void forget(String runId) {
        unattended.remove(runId);
    }

    @Override
    public Decision decide(ApprovalRequest request) throws InterruptedException {
        if (unattended.contains(request.runId())) {
            return Approver.nobody().decide(request);
        }
        Key key = new Key(request.runId(), request.call().id());
        Waiting mine = new Waiting(request);
        lock.lockInterruptibly();
        try {
            waiting.put(key, mine);
            changed.signalAll();
            while (mine.decision == null) {
                long millis =
                        Duration.between(clock.instant(), request.expiresAt()).toMillis();
                if (millis <= 0) {
                    return Decision.EXPIRED;
                }
                boolean ignored = changed.await(millis, TimeUnit.MILLISECONDS);
            }
            return mine.decision;
        } finally {
            // With the lock: a decision that comes now finds nothing and is refused instead of being lost.
            waiting.remove(key, mine);
            lock.unlock();
        }
    }

    /** All calls that wait, those that expire soonest first. */
    public List<ApprovalRequest> pending() {
        lock.lock();
        try {
            return waiting.values().stream()
                    .filter(each -> each.decision == null)
                    .map(each -> each.request)
                    .sorted(Comparator.comparing(ApprovalRequest::expiresAt))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    public List<ApprovalRequest> ofRun(String runId) {
        return pending().stream().filter(each -> each.runId().equals(runId)).toList();
    }

    public List<ApprovalRequest> ofSession(String sessionId) {
        return pending().stream()
                .filter(each -> each.sessionId().equals(sessionId))
                .toList();
    }

    /**
     * The call when it waits. A client may have seen the run's event a moment before the run waits here.
     *
     * @param patience how long to wait for it to wait
     * @throws ApprovalException when it does not
     */
    public ApprovalRequest find(String runId, String callId, Duration patience) throws InterruptedException {
        Instant until = Instant.now().plus(patience);
        lock.lockInterruptibly();
        try {
            while (true) {
                Waiting found = open(runId, callId);
                if (found != null) {
                    return found.request;
                }
                long millis = Duration.between(Instant.now(), until).toMillis();
                if (millis <= 0) {
                    throw notPending(runId, callId);
                }
                boolean ignored = changed.await(millis, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Decides; the first decision counts.
     *
     * @throws ApprovalException when the call does not wait, or changed arguments break its schema: it waits on then
     */
    public void decide(String runId, String callId, Decision decision) {
        lock.lock();
        try {
            Waiting found = open(runId, callId);
            if (found == null) {
                throw notPending(runId, callId);
            }
            found.decision = checked(found.request, decision);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Waiting open(String runId, String callId) {
        Waiting found = waiting.get(new Key(runId, callId));
        return found == null || found.decision != null ? null : found;
    }

    private static Decision checked(ApprovalRequest request, Decision decision) {
        if (!(decision instanceof Decision.Approved(String arguments)) || arguments == null) {
            return decision;
        }
        if (arguments.equals(request.call().arguments())) {
            return Decision.APPROVED;
        }
        Optional<String> problem = Toolbox.problemWith(request.tool(), arguments);
        if (problem.isPresent()) {
            throw new ApprovalException(
                    ApprovalException.Kind.INVALID_ARGUMENTS,
                    "the arguments of " + request.tool().name() + " " + problem.get());
        }
        return decision;
    }

    private static ApprovalException notPending(String runId, String callId) {
        return new ApprovalException(
                ApprovalException.Kind.NOT_PENDING,
                "the call \"" + callId + "\" of run " + runId
                        + " does not wait for a decision: it was decided, it expired, or it never asked");
    }
}
