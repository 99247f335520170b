package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tools that the caller of a run brings along and runs himself. */
class CallerToolsTest {

    private static final ToolSpec ORDER = ToolSpec.function("order", "Orders a dish.", Json.parseObject("""
            {"type": "object", "properties": {"dish": {"type": "string"}}, "required": ["dish"]}"""));
    private static final CallerTools BROUGHT = CallerTools.of(List.of(ORDER));

    private final ScriptedModel model = new ScriptedModel();
    private final List<JournalEntry> events = new ArrayList<>();
    private final Agent agent = Agent.of(model, new Toolbox(List.of(new AddTool())), events::add);

    @Test
    void aCallOfOneEndsTheRunOnceTheOtherCallsOfTheTurnAreDone() {
        model.calls(order("c1", "soup"), add("c2"), order("c3", "rice"));
        RunResult result = agent.run(request(question(), BROUGHT), entry -> {});
        assertThat(result.outcome()).isEqualTo(new Outcome(Outcome.Kind.NEEDS_INPUT, "results are needed of order"));
        assertThat(model.requests)
                .singleElement()
                .satisfies(request ->
                        assertThat(request.tools()).extracting(ToolSpec::name).containsExactly("add", "order"));
        RecordedRun run = RecordedRun.of(events);
        assertThat(run.openCalls()).containsExactly(order("c1", "soup"), order("c3", "rice"));
        assertThat(run.steps().getLast().resultOf("c2")).isPresent();
        // Who goes on without the results has a valid history.
        assertThat(result.messages()).isEqualTo(run.messages());
        RandomRunsTest.checkHistoryFromEachPrefix(events);
    }

    @Test
    void theResultsComeWithTheNextRunInTheOrderOfTheCalls() {
        model.calls(order("c1", "soup"), add("c2"), order("c3", "rice"));
        agent.run(request(question(), BROUGHT), entry -> {});
        List<Message> conversation =
                RecordedRun.of(events).messages(List.of(result("c3", "rice is out"), result("c1", "soup is hot")));
        assertThat(conversation.subList(2, 5))
                .extracting(message -> ((Message.Observation) message).callId() + " " + message.text())
                .containsExactly("c1 soup is hot", "c2 3", "c3 rice is out");

        ScriptedModel next = new ScriptedModel().says("Soup is on its way.");
        RunResult end =
                Agent.of(next, agent.toolbox(), RunJournal.none()).run(request(conversation, BROUGHT), entry -> {});
        assertThat(end.answer()).isEqualTo("Soup is on its way.");
        assertThat(next.requests.getFirst().messages()).isEqualTo(conversation);
    }

    @Test
    void resultsThatAreMissingOrOfNoOpenCallAreNamed() {
        model.calls(order("c1", "soup"), order("c3", "rice"));
        agent.run(request(question(), BROUGHT), entry -> {});
        RecordedRun run = RecordedRun.of(events);
        assertThatThrownBy(() -> run.messages(List.of(result("c1", "hot"))))
                .hasMessage("these calls have no result: c3");
        assertThatThrownBy(() -> run.messages(List.of(result("c9", "hot"))))
                .hasMessage("\"c9\" is no call that waits for a result; there are: c1, c3");
        assertThatThrownBy(() -> run.messages(List.of(result("c1", "a"), result("c1", "b"))))
                .hasMessage("call \"c1\" has two results");
    }

    @Test
    void argumentsThatBreakTheSchemaNeverReachTheCaller() {
        model.calls(new ToolCall("c1", "order", "{\"dish\": 5}")).says("Sorry.");
        RunResult result = agent.run(request(question(), BROUGHT), entry -> {});
        assertThat(result.answer()).isEqualTo("Sorry.");
        assertThat(result.messages().get(2).text()).contains("the arguments of order do not fit its schema");
    }

    @Test
    void aChoiceHoldsForTheFirstStepAndNoCallsForAll() {
        model.calls(add("c1")).says("3");
        agent.run(request(question(), new CallerTools(List.of(ORDER), ToolChoice.REQUIRED, false, true)), entry -> {});
        assertThat(model.requests)
                .extracting(ChatRequest::constraints)
                .containsExactly(
                        new Constraints(ToolChoice.REQUIRED, false, true, AnswerFormat.TEXT),
                        new Constraints(ToolChoice.AUTO, false, true, AnswerFormat.TEXT));
        assertThat(new CallerTools(List.of(), ToolChoice.NONE, true, false)
                        .constraints(3, AnswerFormat.TEXT)
                        .toolChoice())
                .isEqualTo(ToolChoice.NONE);
    }

    @Test
    void aRunThatBrokeOffAnywhereComesToTheSameEnd() {
        model.calls(add("c0")).calls(order("c1", "soup"), add("c2"));
        agent.run(request(question(), BROUGHT), entry -> {});
        List<JournalEntry> whole = List.copyOf(events);
        for (int kept = 1; kept <= whole.size(); kept++) {
            List<JournalEntry> known = new ArrayList<>(whole.subList(0, kept));
            // Read back as a database gives them.
            List<JournalEntry> stored = known.stream()
                    .map(entry -> Json.read(Json.write(entry), JournalEntry.class))
                    .toList();
            boolean firstTurnKnown = RecordedRun.of(known).steps().stream().anyMatch(RecordedStep::turnComplete);
            ScriptedModel again = firstTurnKnown ? new ScriptedModel() : new ScriptedModel().calls(add("c0"));
            again.calls(order("c1", "soup"), add("c2"));
            RunResult result = Agent.of(again, agent.toolbox(), known::add)
                    .resume(stored, request(question(), CallerTools.NONE), entry -> {});
            assertThat(result.outcome().kind()).as("after %d events", kept).isEqualTo(Outcome.Kind.NEEDS_INPUT);
            assertThat(RecordedRun.of(known).openCalls())
                    .as("after %d events", kept)
                    .extracting(ToolCall::name)
                    .containsExactly("order");
        }
    }

    private static ToolCall order(String id, String dish) {
        return new ToolCall(id, "order", "{\"dish\": \"" + dish + "\"}");
    }

    private static ToolCall add(String id) {
        return new ToolCall(id, "add", "{\"a\": 1, \"b\": 2}");
    }

    private static Message.Observation result(String id, String text) {
        return new Message.Observation(id, List.of(Passage.of(text)), Trust.UNTRUSTED);
    }

    private static List<Message> question() {
        return List.of(Message.user("Soup and rice, please."));
    }

    private static RunRequest request(List<Message> messages, CallerTools tools) {
        return new RunRequest("run_1", "ses_1", Path.of("unused"), messages, Sampling.GREEDY, Budget.DEFAULT)
                .with(tools);
    }
}
