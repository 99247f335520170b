package io.alltools.web.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.ApprovalRequest;
import io.alltools.agent.Decision;
import io.alltools.agent.Json;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ApprovalsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ToolSpec PAY = ToolSpec.function(
            "pay",
            "",
            Json.parseObject(
                    "{\"type\": \"object\", \"properties\": {\"amount\": {\"type\": \"integer\"}}, \"required\": [\"amount\"]}"));

    private final Approvals approvals = new Approvals();

    @Test
    void aDecisionThatComesFromElsewhereReachesTheRun() throws Exception {
        CompletableFuture<Decision> run = waiting("run_1", "c1");
        approvals.decide("run_1", "c1", Decision.denied("no"));
        assertThat(run.get()).isEqualTo(Decision.denied("no"));
        assertThat(approvals.pending()).isEmpty();
    }

    @Test
    void whatWaitsIsListedByRunAndSession() throws Exception {
        CompletableFuture<Decision> one = waiting("run_1", "c1");
        CompletableFuture<Decision> two = waiting("run_2", "c1");
        assertThat(approvals.pending()).hasSize(2);
        assertThat(approvals.ofRun("run_1")).extracting(ApprovalRequest::runId).containsExactly("run_1");
        assertThat(approvals.ofSession("ses_run_2"))
                .extracting(ApprovalRequest::runId)
                .containsExactly("run_2");
        approvals.decide("run_2", "c1", Decision.APPROVED);
        approvals.decide("run_1", "c1", Decision.APPROVED);
        assertThat(List.of(one.get(), two.get())).containsOnly(Decision.APPROVED);
    }

    @Test
    void whatDoesNotWaitCantBeDecided() throws Exception {
        assertThatThrownBy(() -> approvals.decide("run_1", "c1", Decision.APPROVED))
                .isInstanceOfSatisfying(
                        ApprovalException.class,
                        e -> assertThat(e.kind()).isEqualTo(ApprovalException.Kind.NOT_PENDING))
                .hasMessageContaining("\"c1\" of run run_1");
    }

    @Test
    void ofManyDecisionsOneCounts() throws Exception {
        CompletableFuture<Decision> run = waiting("run_1", "c1");
        AtomicInteger taken = new AtomicInteger();
        List<Thread> people = java.util.stream.IntStream.range(0, 20)
                .mapToObj(i -> Thread.startVirtualThread(() -> {
                    try {
                        approvals.decide("run_1", "c1", Decision.denied("" + i));
                        taken.incrementAndGet();
                    } catch (ApprovalException e) {
                        // Another one was faster.
                    }
                }))
                .toList();
        for (Thread person : people) {
            person.join();
        }
        assertThat(taken).hasValue(1);
        assertThat(run.get()).isInstanceOf(Decision.Denied.class);
    }

    @Test
    void nobodyDecidesInTime() throws Exception {
        assertThat(approvals.decide(request("run_1", "c1", Instant.now().plusMillis(50))))
                .isEqualTo(Decision.EXPIRED);
        assertThat(approvals.pending()).isEmpty();
    }

    @Test
    void aCancelledRunNoLongerWaits() throws Exception {
        CompletableFuture<Class<?>> end = new CompletableFuture<>();
        Thread run = Thread.startVirtualThread(() -> {
            try {
                approvals.decide(request("run_1", "c1", Instant.now().plusSeconds(60)));
            } catch (InterruptedException e) {
                end.complete(e.getClass());
            }
        });
        ApprovalRequest ignored = approvals.find("run_1", "c1", PATIENCE);
        run.interrupt();
        assertThat(end.get()).isEqualTo(InterruptedException.class);
        assertThat(approvals.pending()).isEmpty();
    }

    @Test
    void changedArgumentsThatBreakTheSchemaAreRefusedAndTheCallWaitsOn() throws Exception {
        CompletableFuture<Decision> run = waiting("run_1", "c1");
        assertThatThrownBy(() -> approvals.decide("run_1", "c1", new Decision.Approved("{\"amount\": \"much\"}")))
                .isInstanceOfSatisfying(
                        ApprovalException.class,
                        e -> assertThat(e.kind()).isEqualTo(ApprovalException.Kind.INVALID_ARGUMENTS))
                .hasMessageContaining("/amount");
        assertThat(approvals.ofRun("run_1")).hasSize(1);
        approvals.decide("run_1", "c1", new Decision.Approved("{\"amount\": 2}"));
        assertThat(run.get()).isEqualTo(new Decision.Approved("{\"amount\": 2}"));
    }

    @Test
    void argumentsThatStayedTheSameAreNoChange() throws Exception {
        CompletableFuture<Decision> run = waiting("run_1", "c1");
        approvals.decide("run_1", "c1", new Decision.Approved("{\"amount\": 1}"));
        assertThat(run.get()).isEqualTo(Decision.APPROVED);
    }

    /** A run that waits for sure. */
    private CompletableFuture<Decision> waiting(String runId, String callId) throws InterruptedException {
        CompletableFuture<Decision> decision = new CompletableFuture<>();
        Thread run = Thread.startVirtualThread(() -> {
            try {
                decision.complete(
                        approvals.decide(request(runId, callId, Instant.now().plusSeconds(60))));
            } catch (InterruptedException e) {
                decision.completeExceptionally(e);
            }
        });
        assertThat(run).isNotNull();
        ApprovalRequest ignored = approvals.find(runId, callId, PATIENCE);
        return decision;
    }

    private static ApprovalRequest request(String runId, String callId, Instant expiresAt) {
        return new ApprovalRequest(
                runId, "ses_" + runId, 1, PAY, new ToolCall(callId, "pay", "{\"amount\": 1}"), "why", expiresAt);
    }
}
