package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentTest {

    private final ScriptedModel model = new ScriptedModel();
    private final List<JournalEntry> journalled = new ArrayList<>();
    private final List<JournalEntry> seen = new ArrayList<>();
    private ToolPolicy policy = ToolPolicy.allowListed();
    private Approver approver = Approver.nobody();
    private Budget budget = Budget.DEFAULT;

    @Test
    void answersWithoutTools() {
        model.says("Hello.");
        RunResult result = run();
        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(result.answer()).isEqualTo("Hello.");
        assertThat(result.messages()).containsExactly(Message.user("question"), Message.assistant("Hello."));
        assertThat(types())
                .containsExactly(
                        "RunStarted", "StepStarted", "TextDelta", "UsageReported", "StepFinished", "RunFinished");
    }

    @Test
    void answersFromAnObservation() {
        model.calls(add("c1", 1, 2)).says("It is 3.");
        RunResult result = run();
        assertThat(result.answer()).isEqualTo("It is 3.");
        assertThat(result.usage()).isEqualTo(new Usage(20, 10, 0));
        assertThat(model.requests.get(1).messages())
                .containsExactly(
                        Message.user("question"),
                        new Message.Assistant("", List.of(add("c1", 1, 2))),
                        new Message.Observation("c1", List.of(Passage.of("3")), Trust.TRUSTED));
    }

    @Test
    void severalCallsAreAnsweredInTheirOrder() {
        model.calls(add("c1", 1, 2), add("c2", 3, 4)).says("3 and 7");
        run();
        assertThat(model.requests.get(1).messages().stream()
                        .filter(m -> m instanceof Message.Observation)
                        .map(Message::text))
                .containsExactly("3", "7");
    }

    @Test
    void aToolsFailureIsAnObservation() {
        model.calls(add("c1", 6, 7)).says("ok");
        assertThat(run().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(observation()).isEqualTo("Error: 13 is unlucky");
    }

    @Test
    void aBrokenToolIsAnObservation() {
        model.calls(add("c1", 600, 66)).says("ok");
        assertThat(run().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(observation()).isEqualTo("Error: add failed unexpectedly: broken inside");
    }

    @Test
    void anUnknownToolIsAnObservationThatListsWhatExists() {
        model.calls(new ToolCall("c1", "subtract", "{}")).says("ok");
        assertThat(run().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(observation()).isEqualTo("Error: there is no tool named \"subtract\". Available: add");
    }

    @Test
    void argumentsThatBreakTheSchemaAreAnObservation() {
        model.calls(new ToolCall("c1", "add", "{\"a\": \"one\"}")).says("ok");
        run();
        assertThat(observation())
                .contains("the arguments of add do not fit its schema")
                .contains("'b'")
                .contains("/a");
    }

    @Test
    void argumentsThatAreNoJsonAreAnObservation() {
        model.calls(new ToolCall("c1", "add", "{\"a\": 1,")).says("ok");
        run();
        assertThat(observation()).contains("could not be read: not valid JSON").contains("line 1");
    }

    @Test
    void theStepBudgetEndsARunThatGoesRound() {
        budget = budget.withSteps(3);
        model.calls(add("c", 1, 1));
        RunResult result = run();
        assertThat(result.outcome().kind()).isEqualTo(Outcome.Kind.BUDGET_EXHAUSTED);
        assertThat(result.outcome().detail()).contains("3 steps");
        assertThat(model.requests).hasSize(3);
        assertThat(seen.getLast().event()).isInstanceOf(RunEvent.RunFinished.class);
    }

    @Test
    void theToolCallBudgetIsAnObservationFirstAndAnEndNext() {
        budget = new Budget(10, 2, 10_000, 100, Duration.ofMinutes(1), BigDecimal.ONE);
        model.calls(add("c", 1, 1));
        assertThat(run().outcome().detail()).contains("2 tool calls");
        assertThat(model.requests).hasSize(3);
    }

    @Test
    void theTokenBudgetEndsTheRun() {
        budget = new Budget(10, 10, 30, 100, Duration.ofMinutes(1), BigDecimal.ONE);
        model.calls(add("c", 1, 1));
        assertThat(run().outcome().detail()).contains("30 tokens");
        assertThat(model.requests).hasSize(2);
    }

    @Test
    void aCallThatWasCutOffNeverRuns() {
        model.isCutOffIn(add("c1", 1, 2));
        RunResult result = run();
        assertThat(result.outcome().kind()).isEqualTo(Outcome.Kind.BUDGET_EXHAUSTED);
        assertThat(types()).doesNotContain("ToolCallFinished");
        assertThat(result.messages())
                .noneMatch(m -> m instanceof Message.Assistant a && !a.calls().isEmpty());
    }

    @Test
    void aDeniedCallIsAnObservation() {
        policy = (tool, traits, call, context) -> new ToolPolicy.Judgement(ToolPolicy.Verdict.DENY, "");
        model.calls(add("c1", 1, 2)).says("ok");
        run();
        assertThat(observation()).contains("not permitted");
    }

    @Test
    void whenNobodyCanBeAskedTheCallIsDenied() {
        policy = (tool, traits, call, context) -> new ToolPolicy.Judgement(ToolPolicy.Verdict.ASK, "why");
        model.calls(add("c1", 1, 2)).says("ok");
        run();
        assertThat(observation()).contains("not permitted");
        assertThat(types()).contains("ApprovalRequested", "ApprovalGiven");
    }

    @Test
    void anApprovedCallRuns() {
        policy = (tool, traits, call, context) -> new ToolPolicy.Judgement(ToolPolicy.Verdict.ASK, "why");
        approver = asked -> Decision.APPROVED;
        model.calls(add("c1", 1, 2)).says("ok");
        run();
        assertThat(observation()).isEqualTo("3");
    }

    @Test
    void thePolicyLearnsThatUntrustedTextIsInTheContext() {
        List<Trust> contexts = new ArrayList<>();
        policy = (tool, traits, call, context) -> {
            contexts.add(context.trust());
            return ToolPolicy.Judgement.ALLOWED;
        };
        model.calls(add("c1", 40, 2)).calls(add("c2", 1, 1)).says("ok");
        run();
        assertThat(contexts).containsExactly(Trust.TRUSTED, Trust.UNTRUSTED);
    }

    @Test
    void anInterruptEndsTheRunAsCancelledAndStaysSet() {
        model.calls(add("c1", -2, 1)).says("never");
        RunResult result = run();
        assertThat(result.outcome().kind()).isEqualTo(Outcome.Kind.CANCELLED);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(types().getLast()).isEqualTo("RunFinished");
    }

    @Test
    void eachEventIsJournalledBeforeItIsSeenAndNumberedWithoutGaps() {
        model.calls(add("c1", 1, 2)).says("3");
        run();
        assertThat(seen).isEqualTo(journalled);
        for (int i = 0; i < seen.size(); i++) {
            assertThat(seen.get(i).seq()).isEqualTo(i);
        }
    }

    @Test
    void everyEventSurvivesTheWayThroughJson() {
        policy = (tool, traits, call, context) -> new ToolPolicy.Judgement(ToolPolicy.Verdict.ASK, "why");
        model.calls(add("c1", 1, 2), new ToolCall("c2", "nothing", "")).says("3");
        run();
        for (JournalEntry entry : seen) {
            String json = Json.write(entry);
            assertThat(json).contains("\"type\":\"" + entry.event().getClass().getSimpleName() + "\"");
            assertThat(Json.read(json, JournalEntry.class)).isEqualTo(entry);
        }
    }

    private RunResult run() {
        RunRequest request = new RunRequest(
                "run_1", "ses_1", Path.of("unused"), List.of(Message.user("question")), Sampling.GREEDY, budget);
        RunJournal journal = journalled::add;
        return Agent.of(model, new Toolbox(List.of(new AddTool())), journal)
                .withPolicy(policy)
                .withApprover(approver, Duration.ofMinutes(1))
                .run(request, entry -> {
                    assertThat(journalled).contains(entry);
                    seen.add(entry);
                });
    }

    private String observation() {
        return model.requests.get(1).messages().getLast().text();
    }

    private List<String> types() {
        return seen.stream().map(e -> e.event().getClass().getSimpleName()).toList();
    }

    private static ToolCall add(String id, int a, int b) {
        return new ToolCall(id, "add", "{\"a\": " + a + ", \"b\": " + b + "}");
    }
}
