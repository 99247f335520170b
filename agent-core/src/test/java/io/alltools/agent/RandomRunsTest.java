package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a model says and whatever tools do, a run keeps its promises. */
class RandomRunsTest {

    private static final int RUNS = 150;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void everyRunEndsWithOneResultForEachCallAndAHistoryThatIsAValidPrompt(int block) {
        for (int i = 0; i < RUNS; i++) {
            long seed = block * 10_000L + i;
            Random random = new Random(seed);
            List<JournalEntry> events = new ArrayList<>();
            Agent agent = Agent.of(new WildModel(random), new Toolbox(wildTools(random)), events::add)
                    .withPolicy((tool, traits, call, context) -> random.nextInt(6) == 0
                            ? new ToolPolicy.Judgement(ToolPolicy.Verdict.values()[random.nextInt(3)], "it came so")
                            : ToolPolicy.Judgement.ALLOWED)
                    .withApprover(asked -> decision(random), Duration.ofMinutes(1));
            int cancelAt = random.nextInt(4) == 0 ? random.nextInt(40) : -1;
            RunResult result = agent.run(request(random), entry -> {
                if (entry.seq() == cancelAt) {
                    Thread.currentThread().interrupt();
                }
            });
            boolean interrupted = Thread.interrupted();
            try {
                check(events, result);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + " (cancelled " + interrupted + "): " + e.getMessage(), e);
            }
        }
    }

    private static void check(List<JournalEntry> events, RunResult result) {
        assertThat(events.getFirst().event()).isInstanceOf(RunEvent.RunStarted.class);
        assertThat(events.getLast().event()).isInstanceOf(RunEvent.RunFinished.class);
        assertThat(events.stream().filter(e -> e.event() instanceof RunEvent.RunFinished))
                .hasSize(1);
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).seq()).isEqualTo(i);
            assertThat(Json.read(Json.write(events.get(i)), JournalEntry.class)).isEqualTo(events.get(i));
        }
        RecordedRun run = RecordedRun.of(events);
        for (RecordedStep step : run.steps()) {
            checkStep(step);
        }
        checkNesting(events);
        checkHistory(run.messages());
        checkHistory(result.messages());
        checkHistoryFromEachPrefix(events);
        if (result.outcome().kind() != Outcome.Kind.CANCELLED
                && result.outcome().kind() != Outcome.Kind.FAILED) {
            assertThat(run.messages()).isEqualTo(result.messages());
        }
    }

    private static void checkStep(RecordedStep step) {
        List<String> finished =
                step.results().stream().map(RunEvent.ToolCallFinished::callId).toList();
        assertThat(finished).doesNotHaveDuplicates();
        if (step.turnComplete() && step.turnReason() == FinishReason.TOOL_CALLS) {
            assertThat(finished)
                    .containsExactlyInAnyOrderElementsOf(
                            step.calls().stream().map(ToolCall::id).toList());
        } else {
            assertThat(finished).isEmpty();
        }
    }

    /** Steps don't overlap, a call is written before it runs and runs before it ends, and what is asked is answered. */
    private static void checkNesting(List<JournalEntry> events) {
        int step = 0;
        Set<String> written = new HashSet<>();
        Set<String> executing = new HashSet<>();
        Set<String> asked = new HashSet<>();
        for (JournalEntry entry : events) {
            switch (entry.event()) {
                case RunEvent.StepStarted e -> assertThat(e.step()).isEqualTo(++step);
                case RunEvent.ToolCallStarted e ->
                    assertThat(written.add(e.callId())).isTrue();
                case RunEvent.ApprovalRequested e ->
                    assertThat(asked.add(e.callId())).isTrue();
                case RunEvent.ApprovalGiven e ->
                    assertThat(asked.remove(e.callId())).isTrue();
                case RunEvent.ToolCallExecuting e -> {
                    assertThat(written).contains(e.callId());
                    assertThat(asked).doesNotContain(e.callId());
                    assertThat(executing.add(e.callId())).isTrue();
                }
                case RunEvent.ToolCallFinished e -> assertThat(written).contains(e.callId());
                default -> {}
            }
        }
    }

    /** Wherever a process ends, the conversation can go on from what it recorded, and what the user said is in it. */
    static void checkHistoryFromEachPrefix(List<JournalEntry> events) {
        List<Message> said = RecordedRun.of(events).started().messages();
        for (int kept = 1; kept <= events.size(); kept++) {
            List<Message> next =
                    new ArrayList<>(RecordedRun.of(events.subList(0, kept)).messages());
            assertThat(next).startsWith(said.toArray(new Message[0]));
            next.add(Message.user("and now"));
            checkHistory(next);
        }
    }

    static void checkHistory(List<Message> messages) {
        List<String> open = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Message message : messages) {
            if (message instanceof Message.Observation observation) {
                assertThat(open).isNotEmpty();
                assertThat(observation.callId()).isEqualTo(open.removeFirst());
            } else {
                assertThat(open).isEmpty();
                if (message instanceof Message.Assistant assistant) {
                    for (ToolCall call : assistant.calls()) {
                        assertThat(ids.add(call.id())).isTrue();
                        open.add(call.id());
                    }
                }
            }
        }
        assertThat(open).isEmpty();
    }

    private RunRequest request(Random random) {
        AnswerFormat format = random.nextInt(5) == 0 ? AnswerFormat.JSON_OBJECT : AnswerFormat.TEXT;
        return new RunRequest(
                "run_1",
                "ses_1",
                folder,
                List.of(Message.system("be good"), Message.user("question")),
                Sampling.GREEDY,
                new Budget(8, 12, 4000, 100, Duration.ofSeconds(30), BigDecimal.ONE),
                format,
                null);
    }

    private static Decision decision(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Decision.denied("no");
            case 1 -> Decision.EXPIRED;
            case 2 -> new Decision.Approved("{\"a\": 1}");
            default -> Decision.APPROVED;
        };
    }

    /** Tools that answer, fail, break, take their time or say too much. */
    private static List<Tool> wildTools(Random random) {
        List<Tool> tools = new ArrayList<>();
        for (String name : List.of("good", "huge", "slow", "broken", "failing")) {
            Set<Trait> traits = random.nextBoolean() ? Set.of(Trait.PARALLEL, Trait.REPEATABLE) : Trait.UNKNOWN;
            tools.add(new Tool() {
                @Override
                public ToolSpec spec() {
                    return ToolSpec.function(name, "", Json.parseObject("{\"type\": \"object\"}"));
                }

                @Override
                public Set<Trait> traits() {
                    return traits;
                }

                @Override
                public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
                    return switch (name) {
                        case "huge" -> new ToolResult.Ok(List.of(Passage.of("x".repeat(30_000))), Trust.UNTRUSTED);
                        case "slow" -> {
                            Thread.sleep(2);
                            yield ToolResult.ok("late");
                        }
                        case "broken" -> throw new IllegalStateException("broken inside");
                        case "failing" -> ToolResult.failed(ToolResult.Kind.ERROR, "no luck");
                        default -> ToolResult.ok(arguments);
                    };
                }
            });
        }
        return tools;
    }

    /** Says anything: garbage, half JSON, unknown tools, ids that it used before, and nothing at all. */
    private static final class WildModel implements ChatModel {

        private static final List<String> NAMES =
                List.of("good", "huge", "slow", "broken", "failing", "unknown", "Ünknown tool", "");
        private static final List<String> ARGUMENTS =
                List.of("{}", "{\"a\": 1}", "{\"a\":", "garbage \u0000 \ud83d", "", "[1]", "{\"a\": {\"b\": null}}");

        private final Random random;
        private final AtomicInteger turns = new AtomicInteger();

        WildModel(Random random) {
            this.random = random;
        }

        @Override
        public String name() {
            return "wild";
        }

        @Override
        public int contextLength() {
            return 2000;
        }

        @Override
        public int promptTokens(ChatRequest request) {
            return request.messages().stream()
                    .mapToInt(m -> m.text().length() / 4 + 4)
                    .sum();
        }

        @Override
        public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            assertThat(promptTokens(request)).isLessThan(contextLength());
            checkHistory(request.messages());
            int turn = turns.incrementAndGet();
            if (random.nextInt(30) == 0) {
                sink.accept(new ChatDelta.Text("so "));
                throw new ModelException(ModelException.Kind.FAILED, "it broke");
            }
            String text = random.nextInt(3) == 0 ? "" : "text " + turn;
            boolean streams = random.nextInt(4) != 0;
            if (streams && !text.isEmpty()) {
                sink.accept(new ChatDelta.Text(text));
            }
            List<ToolCall> calls = new ArrayList<>();
            int count = random.nextInt(4);
            for (int i = 0; i < count; i++) {
                ToolCall call = new ToolCall(
                        random.nextInt(3) == 0 ? "call_0" : "call_" + turn + "_" + i,
                        NAMES.get(random.nextInt(NAMES.size())),
                        ARGUMENTS.get(random.nextInt(ARGUMENTS.size())));
                calls.add(call);
                if (streams) {
                    sink.accept(new ChatDelta.CallStarted(i, call.id(), call.name()));
                    int middle = call.arguments().length() / 2;
                    sink.accept(new ChatDelta.CallArguments(i, call.arguments().substring(0, middle)));
                    sink.accept(new ChatDelta.CallArguments(i, call.arguments().substring(middle)));
                }
            }
            FinishReason reason = random.nextInt(12) == 0
                    ? FinishReason.LENGTH
                    : calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
            return new AssistantTurn(text, "", calls, new Usage(10, 5, 0), reason);
        }
    }
}
