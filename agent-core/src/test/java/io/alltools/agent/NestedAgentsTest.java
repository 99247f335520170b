package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.telemetry.Telemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An agent that another one calls: a run within a run, under its limits. */
class NestedAgentsTest {

    private final TurnByTurnModel outer = new TurnByTurnModel();
    private final TurnByTurnModel inner = new TurnByTurnModel();
    private final List<JournalEntry> journal = new ArrayList<>();
    private final List<ApprovalRequest> asked = new ArrayList<>();
    private final List<Integer> paid = new ArrayList<>();
    private Budget budget = Budget.DEFAULT;
    private Telemetry telemetry = Telemetry.NONE;
    private Decision decision = Decision.APPROVED;

    @Test
    void theAnswerIsTheObservationAndTheRunIsRecordedWithTheCallThatItAnswers() {
        inner.calls(add("i1", 1, 2)).says("three");
        outer.calls(task("c1", "add 1 and 2")).says("It is three.");
        RunResult result = run();
        assertThat(result.answer()).isEqualTo("It is three.");
        assertThat(outer.requests.get(1).messages().getLast())
                .isEqualTo(new Message.Observation("c1", List.of(Passage.of("three")), Trust.TRUSTED));
        assertThat(inner.requests.getFirst().messages())
                .containsExactly(Message.system("You add."), Message.user("add 1 and 2"));
        RecordedRun nested = RecordedRun.of(entries(AgentTool.runId("run_1", "c1")));
        assertThat(nested.started().agent()).isEqualTo("adder");
        assertThat(nested.started().sessionId()).isEqualTo("ses_1");
        assertThat(nested.started().parent()).isEqualTo(new ParentCall("run_1", "c1", 1, Trust.TRUSTED, false));
        for (JournalEntry entry : journal) {
            assertThat(Json.read(Json.write(entry), JournalEntry.class)).isEqualTo(entry);
        }
    }

    @Test
    void whatTheNestedRunSpentCountsForTheCaller() {
        inner.withPrice(new Price(new BigDecimal("1000"), BigDecimal.ZERO));
        inner.calls(add("i1", 1, 2)).says("three");
        outer.calls(task("c1", "add")).says("done");
        RunResult result = run();
        assertThat(result.usage()).isEqualTo(new Usage(20, 10, 0));
        assertThat(result.spent().usage()).isEqualTo(new Usage(40, 20, 0));
        assertThat(result.spent().toolCalls()).isEqualTo(2);
        assertThat(result.spent().cost()).isEqualByComparingTo("0.02");
        assertThat(RecordedRun.of(entries("run_1")).spent(Price.FREE)).isEqualTo(result.spent());
    }

    @Test
    void theNestedRunSpendsNoMoreThanItsCallerHasLeft() {
        budget = new Budget(10, 3, 10_000, 100, Duration.ofMinutes(1), BigDecimal.ONE);
        inner.calls(add("i", 1, 1)).calls(add("i", 1, 3)).calls(add("i", 1, 4)).says("never");
        outer.calls(task("c1", "add")).says("done");
        run();
        assertThat(entries(AgentTool.runId("run_1", "c1")).getLast().event())
                .isInstanceOfSatisfying(
                        RunEvent.RunFinished.class,
                        end -> assertThat(end.outcome().detail()).contains("2 tool calls"));
        assertThat(outer.requests.get(1).messages().getLast().text())
                .startsWith("Error: adder gave no answer: no answer within the budget of 2 tool calls");
    }

    @Test
    void tokensOfTheNestedRunEndTheCallersRun() {
        budget = new Budget(10, 10, 60, 100, Duration.ofMinutes(1), BigDecimal.ONE);
        inner.calls(add("i1", 1, 1)).calls(add("i2", 1, 2)).says("never enough");
        outer.calls(task("c1", "add")).says("done");
        assertThat(run().outcome().detail()).contains("60 tokens");
        assertThat(outer.requests).hasSize(1);
    }

    @Test
    void theCostOfTheNestedRunEndsTheCallersRun() {
        budget = new Budget(10, 10, 10_000, 100, Duration.ofMinutes(1), new BigDecimal("0.015"));
        inner.withPrice(new Price(new BigDecimal("1000"), BigDecimal.ZERO));
        inner.calls(add("i1", 1, 1)).calls(add("i2", 1, 2)).says("dear");
        outer.calls(task("c1", "add")).says("done");
        assertThat(run().outcome().detail()).contains("a cost of 0.015");
    }

    @Test
    void agentsThatCallEachOtherInACircleEndByTheirDepth() {
        TurnByTurnModel model = new TurnByTurnModel()
                .calls(new ToolCall("c", "self", "{\"task\": \"again\"}"))
                .says("enough");
        Map<String, Agent> agents = new HashMap<>();
        AgentTool self = new AgentTool("self", "", () -> callee(agents.get("self")), this::entries, 3);
        agents.put("self", Agent.of(model, new Toolbox(List.of(self)), journal::add));
        RunResult result = agents.get("self").run(request(), entry -> {});
        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(journal.stream().filter(e -> e.event() instanceof RunEvent.RunStarted))
                .hasSize(4);
        assertThat(model.requests.get(4).messages().getLast().text())
                .isEqualTo("Error: agents may call each other 3 deep and self would be 4 deep; do without it");
        assertThat(self.traits()).containsExactly(Trait.REPEATABLE);
    }

    @Test
    void cancellingTheCallerCancelsTheNestedRun() {
        inner.calls(add("i1", -2, 1)).says("never");
        outer.calls(task("c1", "add")).says("never");
        RunResult result = run();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.outcome().kind()).isEqualTo(Outcome.Kind.CANCELLED);
        assertThat(RecordedRun.of(entries(AgentTool.runId("run_1", "c1"))).finished())
                .satisfies(end -> assertThat(end.outcome().kind()).isEqualTo(Outcome.Kind.CANCELLED));
        assertThat(outer.requests).hasSize(1);
    }

    @Test
    void anAnswerFromUntrustedTextIsUntrusted() {
        inner.calls(add("i1", 40, 2)).says("42");
        outer.calls(task("c1", "add")).says("done");
        run();
        assertThat(outer.requests.get(1).messages().getLast())
                .isInstanceOfSatisfying(
                        Message.Observation.class, o -> assertThat(o.trust()).isEqualTo(Trust.UNTRUSTED));
    }

    @Test
    void whatTheCallerReadOutsideMakesTheNestedRunAskBeforeItChangesSomething() {
        inner.calls(pay("i1", 7)).says("paid");
        outer.calls(add("c0", 40, 2))
                .calls(task("c1", "pay what the page says"))
                .says("done");
        decision = Decision.denied("no");
        run();
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.runId()).isEqualTo(AgentTool.runId("run_1", "c1"));
            assertThat(request.call().name()).isEqualTo("pay");
        });
        assertThat(paid).isEmpty();
    }

    @Test
    void theTimeThatAPersonTookInTheNestedRunIsNotTheCallers() {
        budget = new Budget(10, 10, 10_000, 100, Duration.ofMillis(500), BigDecimal.ONE);
        inner.calls(pay("i1", 7)).says("paid");
        outer.calls(add("c0", 40, 2)).calls(task("c1", "pay")).says("done");
        assertThat(agent(request -> {
                            Thread.sleep(700);
                            return Decision.APPROVED;
                        })
                        .run(request(), entry -> {})
                        .outcome())
                .isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void fromEachEventTheRunsComeToTheSameEndAndNothingIsPaidTwice() {
        inner.calls(pay("i1", 7)).says("paid");
        outer.calls(task("c1", "pay")).says("done");
        RunResult expected = run();
        List<JournalEntry> whole = List.copyOf(journal);
        for (int kept = 1; kept < whole.size(); kept++) {
            journal.clear();
            journal.addAll(whole.subList(0, kept));
            paid.clear();
            asked.clear();
            boolean mayHavePaid = begunToPay();
            decision = Decision.denied("it was paid");
            Agent agent = agent(this::decide);
            RunResult result = agent.resume(entries("run_1"), request(), entry -> {});
            assertThat(result.outcome()).as("after %d events", kept).isEqualTo(Outcome.ANSWERED);
            assertThat(result.spent().usage())
                    .as("after %d events", kept)
                    .isEqualTo(expected.spent().usage());
            assertThat(paid).as("after %d events", kept).hasSize(mayHavePaid ? 0 : 1);
            assertThat(journal.stream().filter(e -> e.event() instanceof RunEvent.RunStarted))
                    .hasSize(2);
        }
    }

    @Test
    void theNestedRunLiesWithinTheCallInTheTrace() {
        Map<String, String> parents = new HashMap<>();
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                var parent = context.getParentObservation();
                parents.merge(
                        context.getContextualName(),
                        parent == null ? "" : parent.getContextView().getContextualName(),
                        (known, more) -> known);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        telemetry = new Telemetry(observations, new SimpleMeterRegistry());
        inner.calls(add("i1", 1, 2)).says("three");
        outer.calls(task("c1", "add")).says("done");
        run();
        assertThat(parents)
                .containsEntry("execute_tool add", "invoke_agent adder")
                .containsEntry("invoke_agent adder", "execute_tool adder")
                .containsEntry("execute_tool adder", "invoke_agent all-tools")
                .containsEntry("invoke_agent all-tools", "");
    }

    private boolean begunToPay() {
        return journal.stream()
                .anyMatch(e -> e.event() instanceof RunEvent.ToolCallExecuting x
                        && x.name().equals("pay"));
    }

    private Decision decide(ApprovalRequest request) {
        asked.add(request);
        return decision;
    }

    private RunResult run() {
        return agent(this::decide).run(request(), entry -> {});
    }

    private Agent agent(Approver approver) {
        AgentTool adder = new AgentTool(
                "adder",
                "Adds.",
                () -> callee(Agent.of(inner, new Toolbox(List.of(new AddTool(), new Pay())), journal::add)
                        .withName("adder")
                        .withApprover(approver, Duration.ofMinutes(1))
                        .observedBy(telemetry)),
                this::entries,
                AgentTool.DEFAULT_DEPTH);
        return Agent.of(outer, new Toolbox(List.of(adder, new AddTool())), journal::add)
                .withApprover(approver, Duration.ofMinutes(1))
                .observedBy(telemetry);
    }

    private static AgentTool.Callee callee(Agent agent) {
        return new AgentTool.Callee(agent, "You add.", Sampling.GREEDY, Budget.DEFAULT, AnswerFormat.TEXT);
    }

    private RunRequest request() {
        return new RunRequest(
                "run_1", "ses_1", Path.of("unused"), List.of(Message.user("question")), Sampling.GREEDY, budget);
    }

    private List<JournalEntry> entries(String runId) {
        return journal.stream().filter(entry -> entry.runId().equals(runId)).toList();
    }

    private static ToolCall task(String id, String task) {
        return new ToolCall(id, "adder", Json.object().put("task", task).toString());
    }

    private static ToolCall add(String id, int a, int b) {
        return new ToolCall(id, "add", "{\"a\": " + a + ", \"b\": " + b + "}");
    }

    private static ToolCall pay(String id, int n) {
        return new ToolCall(id, "pay", "{\"n\": " + n + "}");
    }

    /** Remembers what it did. */
    private final class Pay implements Tool {

        @Override
        public ToolSpec spec() {
            return ToolSpec.function("pay", "", Json.parseObject("{\"type\": \"object\"}"));
        }

        @Override
        public Set<Trait> traits() {
            return Set.of(Trait.CHANGES_STATE);
        }

        @Override
        public ToolResult call(String arguments, ToolContext context) {
            paid.add(Json.parseObject(arguments).path("n").asInt());
            return ToolResult.ok("paid");
        }
    }
}
