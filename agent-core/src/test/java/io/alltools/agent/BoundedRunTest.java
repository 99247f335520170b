package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BoundedRunTest {

    private final ScriptedModel model = new ScriptedModel();
    private final List<JournalEntry> events = new ArrayList<>();
    private Budget budget = Budget.DEFAULT;

    @Test
    void theSameCallIsToldOnceAndEndsTheRunNext() {
        model.calls(new ToolCall("c", "add", "{\"a\": 1, \"b\": 1}"));
        RunResult result = run(model, new AddTool());
        assertThat(result.outcome().kind()).isEqualTo(Outcome.Kind.BUDGET_EXHAUSTED);
        assertThat(result.outcome().detail()).contains("round in circles").contains("add");
        assertThat(model.requests).hasSize(4);
        assertThat(observations(result)).hasSize(4);
        assertThat(observations(result).get(1)).isEqualTo("2");
        assertThat(observations(result).get(2)).contains("this came to the same 3 times");
        assertThat(observations(result).get(3)).contains("again and again");
        assertThat(events.stream().filter(e -> e.event() instanceof RunEvent.ToolCallExecuting))
                .hasSize(3);
    }

    @Test
    void aCostEndsTheRun() {
        budget = new Budget(10, 10, 10_000, 100, Duration.ofMinutes(1), new BigDecimal("0.00004"));
        model.calls(new ToolCall("c", "add", "{\"a\": 1, \"b\": 1}"));
        RunResult result = run(new Priced(model), new AddTool());
        assertThat(result.outcome().detail()).contains("a cost of 0.00004");
        assertThat(model.requests).hasSize(3);
    }

    @Test
    void callsOfOneTurnRunTogetherWhereTheirToolsAllowIt() {
        CountDownLatch both = new CountDownLatch(2);
        model.calls(new ToolCall("c1", "meet", "{}"), new ToolCall("c2", "meet", "{}"))
                .says("met");
        RunResult result = run(model, new Meeting(both, Set.of(Trait.PARALLEL)));
        assertThat(observations(result)).containsExactly("met", "met");
    }

    @Test
    void otherCallsRunOneAfterTheOther() {
        CountDownLatch both = new CountDownLatch(2);
        model.calls(new ToolCall("c1", "meet", "{}"), new ToolCall("c2", "meet", "{}"))
                .says("alone");
        RunResult result = run(model, new Meeting(both, Trait.UNKNOWN));
        assertThat(observations(result)).containsExactly("alone", "met");
    }

    @Test
    void callsThatRunTogetherAreCancelledTogether() {
        Tool sleeper = new Meeting(new CountDownLatch(3), Set.of(Trait.PARALLEL)) {
            @Override
            public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
                Thread.sleep(Duration.ofMinutes(1));
                return ToolResult.ok("never");
            }
        };
        model.calls(new ToolCall("c1", "meet", "{}"), new ToolCall("c2", "meet", "{}"))
                .says("never");
        Thread running = Thread.currentThread();
        RunResult result = run(model, List.of(sleeper), entry -> {
            if (entry.event() instanceof RunEvent.ToolCallExecuting executing
                    && executing.callId().equals("c2")) {
                Thread.ofVirtual().start(() -> {
                    try {
                        Thread.sleep(50);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    running.interrupt();
                });
            }
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.outcome().kind()).isEqualTo(Outcome.Kind.CANCELLED);
        assertThat(observations(result)).hasSize(2).allMatch(text -> text.contains("ended before this call was done"));
    }

    private RunResult run(ChatModel model, Tool tool) {
        return run(model, List.of(tool), entry -> {});
    }

    private RunResult run(ChatModel model, List<Tool> tools, Consumer<JournalEntry> listener) {
        RunRequest request = new RunRequest(
                "run_1", "ses_1", Path.of("unused"), List.of(Message.user("go")), Sampling.GREEDY, budget);
        return Agent.of(model, new Toolbox(tools), events::add).run(request, listener);
    }

    private static List<String> observations(RunResult result) {
        return result.messages().stream()
                .filter(Message.Observation.class::isInstance)
                .map(Message::text)
                .toList();
    }

    /** Says whether it met another call of itself. */
    private static class Meeting implements Tool {

        private final CountDownLatch both;
        private final Set<Trait> traits;

        Meeting(CountDownLatch both, Set<Trait> traits) {
            this.both = both;
            this.traits = traits;
        }

        @Override
        public ToolSpec spec() {
            return ToolSpec.function("meet", "", Json.parseObject("{\"type\": \"object\"}"));
        }

        @Override
        public Set<Trait> traits() {
            return traits;
        }

        @Override
        public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
            both.countDown();
            // Long where another one comes, short where none can.
            boolean met = both.await(traits.contains(Trait.PARALLEL) ? 10_000 : 100, TimeUnit.MILLISECONDS);
            return ToolResult.ok(met ? "met" : "alone");
        }
    }

    /** The scripted model at a dollar for a million tokens. */
    private record Priced(ScriptedModel scripted) implements ChatModel {

        @Override
        public String name() {
            return "priced";
        }

        @Override
        public int contextLength() {
            return scripted.contextLength();
        }

        @Override
        public int promptTokens(ChatRequest request) {
            return scripted.promptTokens(request);
        }

        @Override
        public Price price() {
            return new Price(BigDecimal.ONE, BigDecimal.ONE);
        }

        @Override
        public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) throws InterruptedException {
            return scripted.generate(request, sink);
        }
    }
}
