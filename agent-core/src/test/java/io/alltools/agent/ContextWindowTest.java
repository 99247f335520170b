package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token is four characters here, and the context has 1,000 of them. */
class ContextWindowTest {

    @TempDir
    private Path folder;

    private final Forgetful model = new Forgetful();
    private final List<JournalEntry> events = new ArrayList<>();

    @Test
    void oldObservationsAreShortenedToAReferenceThatCanBeReadAgain() throws IOException {
        RunResult result = run(4, 1200, List.of(Message.system("be good"), Message.user("go")));
        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        List<Message> last = model.requests.getLast().messages();
        assertThat(last.get(3).text())
                .contains("shortened to")
                .contains("read on with read_result")
                .hasSizeLessThan(400);
        assertThat(last.getLast().text()).hasSize(1200);
        assertThat(Files.readString(folder.resolve("results/c1.txt"))).hasSize(1200);
        assertThat(compactions())
                .isNotEmpty()
                .allMatch(compaction -> compaction.summary().isEmpty());
    }

    @Test
    void olderTurnsAreSummarisedByTheModelAndTheLastQuestionStays() {
        List<Message> history = new ArrayList<>(List.of(Message.system("be good")));
        for (int i = 0; i < 40; i++) {
            history.add(Message.user("question " + i + " " + "x".repeat(100)));
            history.add(Message.assistant("answer " + i));
        }
        history.add(Message.user("the last question"));
        RunResult result = run(0, 0, history);
        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        List<Message> seen = model.requests.getLast().messages();
        assertThat(seen.getFirst()).isEqualTo(Message.system("be good"));
        assertThat(seen.get(1).text()).contains("in short: a summary");
        assertThat(seen.getLast()).isEqualTo(Message.user("the last question"));
        assertThat(seen.size()).isBetween(5, 40);
        assertThat(result.messages()).startsWith(history.toArray(Message[]::new));
        assertThat(result.usage().promptTokens()).isEqualTo(2);
    }

    @Test
    void oneHugeResultCannotBreakTheRun() {
        RunResult result = run(1, 19_000, List.of(Message.user("go")));
        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(model.requests.getLast().messages().getLast().text()).contains("shortened to");
    }

    @Test
    void aLongRunOfOneQuestionIsSummarisedToo() {
        RunResult result = run(20, 400, List.of(Message.user("go")));
        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(compactions().getLast().summarised()).isPositive();
        assertThat(model.requests.getLast().messages()).contains(Message.user("go"));
    }

    @Test
    void whatWasLeftOutStaysLeftOutAfterTheProcessEnded() {
        RunResult expected = run(20, 400, List.of(Message.user("go")));
        List<JournalEntry> whole = List.copyOf(events);
        for (int kept = 1; kept < whole.size(); kept += 7) {
            events.clear();
            events.addAll(whole.subList(0, kept));
            RunResult result =
                    agent(20, 400).resume(List.copyOf(events), request(List.of(Message.user("go"))), entry -> {});
            assertThat(result.answer()).isEqualTo(expected.answer());
        }
    }

    private List<Compaction> compactions() {
        return events.stream()
                .map(JournalEntry::event)
                .filter(RunEvent.ContextCompacted.class::isInstance)
                .map(event -> ((RunEvent.ContextCompacted) event).compaction())
                .toList();
    }

    private RunResult run(int calls, int length, List<Message> messages) {
        return agent(calls, length).run(request(messages), entry -> {});
    }

    private RunRequest request(List<Message> messages) {
        return new RunRequest("run_1", "ses_1", folder, messages, Sampling.GREEDY, Budget.DEFAULT.withSteps(50));
    }

    private Agent agent(int calls, int length) {
        model.calls = calls;
        Tool long1 = new Tool() {
            @Override
            public ToolSpec spec() {
                return ToolSpec.function("long", "", Json.parseObject("{\"type\": \"object\"}"));
            }

            @Override
            public Set<Trait> traits() {
                return Set.of(Trait.REPEATABLE);
            }

            @Override
            public ToolResult call(String arguments, ToolContext context) {
                String text = context.callId() + " ";
                return ToolResult.ok(text + "y".repeat(length - text.length()));
            }
        };
        return Agent.of(model, new Toolbox(List.of(long1, new ResultReader(ResultLimit.DEFAULT))), events::add);
    }

    /** Calls so often, then answers; sums up when it is asked to. */
    private static final class Forgetful implements ChatModel {

        private final List<ChatRequest> requests = new ArrayList<>();
        private int calls;

        @Override
        public String name() {
            return "forgetful";
        }

        @Override
        public int contextLength() {
            return 1000;
        }

        @Override
        public int promptTokens(ChatRequest request) {
            return request.messages().stream()
                    .mapToInt(m -> m.text().length() / 4 + 4)
                    .sum();
        }

        @Override
        public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) {
            assertThat(promptTokens(request)).isLessThan(contextLength());
            if (request.tools().isEmpty()) {
                return turn("a summary", List.of(), FinishReason.STOP);
            }
            requests.add(request);
            int number = requests.size();
            return number <= calls
                    ? turn(
                            "",
                            List.of(new ToolCall("c" + number, "long", "{\"n\": " + number + "}")),
                            FinishReason.TOOL_CALLS)
                    : turn("done", List.of(), FinishReason.STOP);
        }

        private static AssistantTurn turn(String text, List<ToolCall> calls, FinishReason reason) {
            return new AssistantTurn(text, "", calls, new Usage(1, 1, 0), reason);
        }
    }
}
