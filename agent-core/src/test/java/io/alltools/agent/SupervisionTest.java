package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run and the person who decides about its calls. */
class SupervisionTest {

    private final ScriptedModel model = new ScriptedModel();
    private final List<JournalEntry> seen = new ArrayList<>();
    private final List<ApprovalRequest> asked = new ArrayList<>();
    private ToolPolicy policy =
            (tool, traits, call, context) -> new ToolPolicy.Judgement(ToolPolicy.Verdict.ASK, "to be sure");
    private Approver approver = request -> Decision.APPROVED;
    private Budget budget = Budget.DEFAULT;

    @Test
    void thePersonSeesTheCallAndWhyItIsAsked() {
        model.calls(add("c1", 1, 2)).says("3");
        run();
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.call()).isEqualTo(add("c1", 1, 2));
            assertThat(request.reason()).isEqualTo("to be sure");
            assertThat(request.tool().name()).isEqualTo("add");
        });
    }

    @Test
    void argumentsThatAPersonChangedAreCalledAndTheModelIsTold() {
        approver = request -> new Decision.Approved("{\"a\": 10, \"b\": 2}");
        model.calls(add("c1", 1, 2)).says("ok");
        run();
        assertThat(observation()).contains("12").contains("a person changed the arguments to {\"a\": 10, \"b\": 2}");
        assertThat(seen.stream().map(JournalEntry::event).filter(RunEvent.ToolCallExecuting.class::isInstance))
                .singleElement()
                .isEqualTo(new RunEvent.ToolCallExecuting(1, "c1", "add", "{\"a\": 10, \"b\": 2}"));
    }

    @Test
    void aReasonOfThePersonReachesTheModel() {
        approver = request -> Decision.denied("not on a Sunday");
        model.calls(add("c1", 1, 2)).says("ok");
        assertThat(run().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(observation()).contains("not permitted (not on a Sunday)");
    }

    @Test
    void whenNobodyDecidesInTimeTheRunNeedsInputAndItsHistoryStaysAValidPrompt() {
        approver = request -> Decision.EXPIRED;
        model.calls(add("c1", 1, 2), add("c2", 3, 4)).says("never");
        RunResult result = run();
        assertThat(result.outcome().kind()).isEqualTo(Outcome.Kind.NEEDS_INPUT);
        assertThat(result.outcome().detail()).contains("add");
        assertThat(asked).hasSize(1);
        assertThat(result.messages())
                .filteredOn(Message.Observation.class::isInstance)
                .extracting(message -> ((Message.Observation) message).callId())
                .containsExactly("c1", "c2");
        assertThat(RecordedRun.of(seen).messages()).isEqualTo(result.messages());
        assertThat(seen.stream().map(JournalEntry::event)).noneMatch(RunEvent.ToolCallExecuting.class::isInstance);
    }

    @Test
    void aRunThatIsCancelledWhileItAsksKeepsAValidHistory() {
        approver = request -> {
            throw new InterruptedException();
        };
        model.calls(add("c1", 1, 2)).says("never");
        RunResult result = run();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.outcome().kind()).isEqualTo(Outcome.Kind.CANCELLED);
        assertThat(result.messages().getLast()).isInstanceOf(Message.Observation.class);
        assertThat(seen.stream().map(JournalEntry::event)).noneMatch(RunEvent.ToolCallExecuting.class::isInstance);
    }

    @Test
    void theTimeThatAPersonTakesIsNotTheRuns() {
        budget = new Budget(10, 10, 10_000, 100, Duration.ofMillis(600), BigDecimal.ONE);
        approver = request -> {
            Thread.sleep(700);
            return Decision.APPROVED;
        };
        model.calls(add("c1", 1, 2)).says("3");
        assertThat(run().outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void aCallThatWasDeniedCountsAsACall() {
        budget = new Budget(10, 1, 10_000, 100, Duration.ofMinutes(1), BigDecimal.ONE);
        approver = request -> Decision.denied("");
        model.calls(add("c1", 1, 2)).calls(add("c2", 2, 2));
        assertThat(run().outcome().detail()).contains("1 tool calls");
        assertThat(asked).hasSize(1);
    }

    @Test
    void textFromOutsideMakesTheNextCallAsk() {
        policy = ToolPolicy.safe();
        approver = request -> Decision.denied("no");
        // AddTool says of 42 that somebody else wrote it.
        model.calls(add("c1", 40, 2)).calls(add("c2", 1, 1)).says("ok");
        run();
        assertThat(asked).extracting(request -> request.call().id()).containsExactly("c2");
    }

    @Test
    void textFromOutsideInAnEarlierQuestionStillCounts() {
        policy = ToolPolicy.safe();
        model.calls(add("c2", 1, 1)).says("ok");
        run(List.of(
                Message.user("before"),
                new Message.Assistant("", List.of(add("c0", 40, 2))),
                new Message.Observation("c0", List.of(Passage.of("42")), Trust.UNTRUSTED),
                Message.assistant("42"),
                Message.user("question")));
        assertThat(asked).extracting(request -> request.call().id()).containsExactly("c2");
    }

    private RunResult run() {
        return run(List.of(Message.user("question")));
    }

    private RunResult run(List<Message> messages) {
        RunRequest request = new RunRequest("run_1", "ses_1", Path.of("unused"), messages, Sampling.GREEDY, budget);
        return Agent.of(model, new Toolbox(List.of(new AddTool())), entry -> {})
                .withPolicy(policy)
                .withApprover(
                        question -> {
                            asked.add(question);
                            return approver.decide(question);
                        },
                        Duration.ofMinutes(1))
                .run(request, seen::add);
    }

    private String observation() {
        return model.requests.get(1).messages().getLast().text();
    }

    private static ToolCall add(String id, int a, int b) {
        return new ToolCall(id, "add", "{\"a\": " + a + ", \"b\": " + b + "}");
    }
}
