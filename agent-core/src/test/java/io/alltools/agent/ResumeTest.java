package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A run that broke off anywhere goes on from its events: nothing is lost and nothing is done twice. */
class ResumeTest {

    private final Map<String, Integer> done = new TreeMap<>();
    private final List<ApprovalRequest> asked = new ArrayList<>();
    private Decision decision = Decision.denied("");

    @Test
    void fromEachEventTheRunComesToTheSameEnd() {
        List<JournalEntry> whole = new ArrayList<>();
        RunResult expected = agent(whole).run(request(), entry -> {});
        assertThat(expected.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(done).containsEntry("look 1", 1).containsEntry("pay 2", 1).containsEntry("pay 3", 1);
        for (int kept = 1; kept <= whole.size(); kept++) {
            done.clear();
            List<JournalEntry> events = new ArrayList<>(whole.subList(0, kept));
            Map<String, Integer> before = begun(events);
            RunResult result = agent(events).resume(List.copyOf(events), request(), entry -> {});
            assertThat(result.outcome()).as("after %d events", kept).isEqualTo(Outcome.ANSWERED);
            assertThat(RecordedRun.of(events).finished()).isNotNull();
            assertThat(RecordedRun.of(events).messages()).isEqualTo(result.messages());
            RandomRunsTest.checkHistoryFromEachPrefix(events);
            before.forEach((call, times) -> done.merge(call, times, Integer::sum));
            assertThat(done).as("after %d events", kept).allSatisfy((call, times) -> {
                if (call.startsWith("pay")) {
                    assertThat(times).isLessThanOrEqualTo(1);
                }
            });
        }
    }

    @Test
    void aCallThatBrokeOffIsMadeAgainWhereItsToolIsRepeatable() {
        List<JournalEntry> events = brokenOffIn("look 1");
        RunResult result = agent(events).resume(List.copyOf(events), request(), entry -> {});
        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(asked).isEmpty();
        assertThat(done).containsEntry("look 1", 1);
    }

    @Test
    void aCallThatBrokeOffWaitsForAPersonWhereItMayHaveTakenEffect() {
        List<JournalEntry> events = brokenOffIn("pay 2");
        agent(events).resume(List.copyOf(events), request(), entry -> {});
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.call().name()).isEqualTo("pay");
            assertThat(request.reason()).contains("may have taken effect");
        });
        assertThat(done).doesNotContainKey("pay 2");
    }

    @Test
    void aPersonMayHaveItMadeAgain() {
        decision = Decision.APPROVED;
        List<JournalEntry> events = brokenOffIn("pay 2");
        agent(events).resume(List.copyOf(events), request(), entry -> {});
        assertThat(done).containsEntry("pay 2", 1);
    }

    @Test
    void aQuestionThatWasOpenIsAskedAgainAndAnAnswerThatWasGivenHolds() {
        decision = new Decision.Approved("{\"n\": 7}");
        List<JournalEntry> whole = new ArrayList<>();
        ToolPolicy asks =
                (tool, traits, call, context) -> new ToolPolicy.Judgement(ToolPolicy.Verdict.ASK, "to be sure");
        agent(whole).withPolicy(asks).run(request(), entry -> {});
        int questions = asked.size();
        assertThat(questions).isEqualTo(3);

        for (int kept = 1; kept < whole.size(); kept++) {
            asked.clear();
            done.clear();
            List<JournalEntry> events = new ArrayList<>(whole.subList(0, kept));
            long answered = events.stream()
                    .filter(e -> e.event() instanceof RunEvent.ApprovalGiven)
                    .count();
            boolean brokeOffInPay = begun(events).keySet().stream().anyMatch(call -> call.startsWith("pay"))
                    && events.getLast().event() instanceof RunEvent.ToolCallExecuting;
            RunResult result = agent(events).withPolicy(asks).resume(List.copyOf(events), request(), entry -> {});
            assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
            assertThat(asked)
                    .as("after %d events", kept)
                    .hasSize((int) (questions - answered) + (brokeOffInPay ? 1 : 0));
            assertThat(done.keySet()).as("after %d events", kept).allMatch(call -> call.endsWith(" 7"));
        }
    }

    @Test
    void whatWasSpentBeforeCounts() {
        List<JournalEntry> whole = new ArrayList<>();
        RunResult expected = agent(whole).run(request(), entry -> {});
        List<JournalEntry> events = new ArrayList<>(whole.subList(0, whole.size() - 1));
        RunResult result = agent(events).resume(List.copyOf(events), request(), entry -> {});
        assertThat(result.usage()).isEqualTo(expected.usage());
    }

    @Test
    void aFinishedRunStaysAsItIs() {
        List<JournalEntry> whole = new ArrayList<>();
        RunResult expected = agent(whole).run(request(), entry -> {});
        int size = whole.size();
        assertThat(agent(whole)
                        .resume(List.copyOf(whole), request(), entry -> {})
                        .answer())
                .isEqualTo(expected.answer());
        assertThat(whole).hasSize(size);
    }

    /** The events up to the intent of a call, behind which its process ended. */
    private List<JournalEntry> brokenOffIn(String call) {
        List<JournalEntry> whole = new ArrayList<>();
        agent(whole).run(request(), entry -> {});
        done.clear();
        asked.clear();
        for (int i = 0; i < whole.size(); i++) {
            if (begun(whole.subList(0, i + 1)).containsKey(call)) {
                return new ArrayList<>(whole.subList(0, i + 1));
            }
        }
        throw new AssertionError("no call " + call);
    }

    /** What the world saw of these events: a tool that began may have done its work. */
    private static Map<String, Integer> begun(List<JournalEntry> events) {
        Map<String, Integer> begun = new TreeMap<>();
        for (JournalEntry entry : events) {
            if (entry.event() instanceof RunEvent.ToolCallExecuting e) {
                begun.merge(e.name() + " " + Json.parseObject(e.arguments()).path("n"), 1, Integer::sum);
            }
        }
        return begun;
    }

    private Agent agent(List<JournalEntry> journal) {
        Toolbox tools = new Toolbox(List.of(
                new Counted("look", Set.of(Trait.REPEATABLE, Trait.PARALLEL)), new Counted("pay", Trait.UNKNOWN)));
        return Agent.of(new Buyer(), tools, journal::add)
                .withApprover(
                        request -> {
                            asked.add(request);
                            return decision;
                        },
                        Duration.ofMinutes(1));
    }

    private static RunRequest request() {
        return new RunRequest(
                "run_1", "ses_1", Path.of("unused"), List.of(Message.user("buy")), Sampling.GREEDY, Budget.DEFAULT);
    }

    /** Counts what it does. */
    private final class Counted implements Tool {

        private final String name;
        private final Set<Trait> traits;

        Counted(String name, Set<Trait> traits) {
            this.name = name;
            this.traits = traits;
        }

        @Override
        public ToolSpec spec() {
            return ToolSpec.function(name, "", Json.parseObject("{\"type\": \"object\"}"));
        }

        @Override
        public Set<Trait> traits() {
            return traits;
        }

        @Override
        public ToolResult call(String arguments, ToolContext context) {
            done.merge(name + " " + Json.parseObject(arguments).path("n"), 1, Integer::sum);
            return ToolResult.ok(name + " is done");
        }
    }

    /** Looks and pays, pays again, and answers: what it says depends on the conversation only. */
    private static final class Buyer implements ChatModel {

        @Override
        public String name() {
            return "buyer";
        }

        @Override
        public int contextLength() {
            return 10_000;
        }

        @Override
        public int promptTokens(ChatRequest request) {
            return 100;
        }

        @Override
        public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) {
            long turns = request.messages().stream()
                    .filter(Message.Assistant.class::isInstance)
                    .count();
            return switch ((int) turns) {
                case 0 -> turn(sink, "First.", call("c1", "look", 1), call("c2", "pay", 2));
                case 1 -> turn(sink, "", call("c3", "pay", 3));
                default -> turn(sink, "Bought.");
            };
        }

        private static ToolCall call(String id, String name, int n) {
            return new ToolCall(id, name, "{\"n\": " + n + "}");
        }

        private static AssistantTurn turn(Consumer<ChatDelta> sink, String text, ToolCall... calls) {
            if (!text.isEmpty()) {
                sink.accept(new ChatDelta.Text(text));
            }
            for (int i = 0; i < calls.length; i++) {
                sink.accept(new ChatDelta.CallStarted(i, calls[i].id(), calls[i].name()));
                sink.accept(new ChatDelta.CallArguments(i, calls[i].arguments()));
            }
            return new AssistantTurn(
                    text,
                    "",
                    List.of(calls),
                    new Usage(10, 5, 0),
                    calls.length == 0 ? FinishReason.STOP : FinishReason.TOOL_CALLS);
        }
    }
}
