package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is stopped while something is under way leaves a history that the session can go on from. */
class StoppedRunTest {

    @TempDir
    private Path folder;

    private final List<JournalEntry> events = new ArrayList<>();
    private final CountDownLatch underWay = new CountDownLatch(1);

    @Test
    void whileTheModelReads() throws InterruptedException {
        assertThat(stopped(Agent.of(new StuckModel(List.of()), toolbox(), events::add)))
                .containsExactly(Message.user("question"));
    }

    @Test
    void inTheMiddleOfTheText() throws InterruptedException {
        List<Message> history =
                stopped(Agent.of(new StuckModel(List.of(new ChatDelta.Text("It is "))), toolbox(), events::add));
        assertThat(history).containsExactly(Message.user("question"), Message.assistant("It is "));
    }

    @Test
    void inTheMiddleOfACall() throws InterruptedException {
        List<ChatDelta> begun = List.of(
                new ChatDelta.Text("Let me see."),
                new ChatDelta.CallStarted(0, "c1", "hang"),
                new ChatDelta.CallArguments(0, "{\"a\":"));
        assertThat(stopped(Agent.of(new StuckModel(begun), toolbox(), events::add)))
                .containsExactly(Message.user("question"), Message.assistant("Let me see."));
    }

    @Test
    void whileAToolRuns() throws InterruptedException {
        List<Message> history = stopped(Agent.of(calls(), toolbox(), events::add));
        assertThat(history).hasSize(4);
        assertThat(history.get(2).text()).startsWith("Error: ");
        assertThat(history.get(3).text()).contains("the run ended before this call was done");
    }

    @Test
    void whileAPersonIsAsked() throws InterruptedException {
        Approver thinks = request -> {
            underWay.countDown();
            Thread.sleep(Duration.ofMinutes(1));
            return Decision.APPROVED;
        };
        List<Message> history = stopped(Agent.of(calls(), toolbox(), events::add)
                .withPolicy(
                        (tool, traits, call, context) -> new ToolPolicy.Judgement(ToolPolicy.Verdict.ASK, "to be sure"))
                .withApprover(thinks, Duration.ofMinutes(5)));
        assertThat(history).hasSize(4);
        assertThat(events).noneMatch(entry -> entry.event() instanceof RunEvent.ToolCallExecuting);
    }

    /** The history after a stop, and that another run can use it. */
    private List<Message> stopped(Agent agent) throws InterruptedException {
        RunResult[] result = new RunResult[1];
        Thread run = Thread.ofVirtual()
                .start(() -> result[0] = agent.run(request(List.of(Message.user("question"))), entry -> {}));
        underWay.await();
        run.interrupt();
        run.join();
        assertThat(result[0].outcome().kind()).isEqualTo(Outcome.Kind.CANCELLED);
        List<Message> history = RecordedRun.of(events).messages();
        List<Message> next = new ArrayList<>(history);
        next.add(Message.user("and now"));
        RandomRunsTest.checkHistory(next);
        ScriptedModel model = new ScriptedModel().says("fine");
        assertThat(Agent.of(model, toolbox(), entry -> {})
                        .run(request(next), entry -> {})
                        .outcome())
                .isEqualTo(Outcome.ANSWERED);
        assertThat(model.requests.getFirst().messages()).isEqualTo(next);
        return history;
    }

    private RunRequest request(List<Message> messages) {
        return new RunRequest("run_1", "ses_1", folder, messages, Sampling.GREEDY, Budget.DEFAULT);
    }

    private static ScriptedModel calls() {
        return new ScriptedModel().calls(new ToolCall("c1", "hang", "{}"), new ToolCall("c2", "hang", "{}"));
    }

    private Toolbox toolbox() {
        return new Toolbox(List.of(new Tool() {
            @Override
            public ToolSpec spec() {
                return ToolSpec.function("hang", "", Json.parseObject("{\"type\": \"object\"}"));
            }

            @Override
            public Set<Trait> traits() {
                return Set.of();
            }

            @Override
            public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
                underWay.countDown();
                Thread.sleep(Duration.ofMinutes(1));
                return ToolResult.ok("late");
            }
        }));
    }

    /** Says a few pieces and then nothing more. */
    private final class StuckModel implements ChatModel {

        private final List<ChatDelta> pieces;

        StuckModel(List<ChatDelta> pieces) {
            this.pieces = pieces;
        }

        @Override
        public String name() {
            return "stuck";
        }

        @Override
        public int contextLength() {
            return 1000;
        }

        @Override
        public int promptTokens(ChatRequest request) {
            return 1;
        }

        @Override
        public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) throws InterruptedException {
            pieces.forEach(sink);
            underWay.countDown();
            Thread.sleep(Duration.ofMinutes(1));
            throw new AssertionError("nobody stopped it");
        }
    }
}
