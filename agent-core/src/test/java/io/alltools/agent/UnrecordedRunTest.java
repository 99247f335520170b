package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What can't be recorded does not happen. */
class UnrecordedRunTest {

    private final List<RunEvent> kept = new ArrayList<>();
    private final List<RunEvent> seen = new ArrayList<>();
    private int payments;
    private int attempts;
    private boolean failed;

    @Test
    void aCallWhoseIntentCantBeRecordedIsNotMade() {
        assertThatThrownBy(() -> run(RunEvent.ToolCallExecuting.class)).isInstanceOf(JournalException.class);
        assertThat(payments).isZero();
        assertThat(kept).noneMatch(RunEvent.ToolCallFinished.class::isInstance);
    }

    @Test
    void aResultThatCantBeRecordedStaysUnknown() {
        assertThatThrownBy(() -> run(RunEvent.ToolCallFinished.class)).isInstanceOf(JournalException.class);
        assertThat(payments).isEqualTo(1);
        assertThat(kept.getLast()).isInstanceOf(RunEvent.ToolCallExecuting.class);
    }

    @Test
    void nobodySeesWhatIsNotRecordedAndNothingFollowsIt() {
        assertThatThrownBy(() -> run(RunEvent.TextDelta.class))
                .isInstanceOf(JournalException.class)
                .hasMessage("the disk is full");
        assertThat(seen).isEqualTo(kept).hasSize(2);
        assertThat(attempts).isEqualTo(3);
    }

    private void run(Class<? extends RunEvent> unrecordable) {
        RunJournal journal = entry -> {
            attempts++;
            // Only the first time: that the disk has room again makes no difference.
            if (unrecordable.isInstance(entry.event()) && !failed) {
                failed = true;
                throw new JournalException("the disk is full", new java.io.IOException("no space"));
            }
            kept.add(entry.event());
        };
        Agent agent = Agent.of(new Payer(), new Toolbox(List.of(new Pay())), journal);
        RunRequest request = new RunRequest(
                "run_1", "ses_1", Path.of("unused"), List.of(Message.user("pay")), Sampling.GREEDY, Budget.DEFAULT);
        agent.run(request, entry -> seen.add(entry.event()));
    }

    private final class Pay implements Tool {

        @Override
        public ToolSpec spec() {
            return ToolSpec.builtIn("pay", "", "amount");
        }

        @Override
        public ToolResult call(String arguments, ToolContext context) {
            payments++;
            return ToolResult.ok("paid");
        }
    }

    private static final class Payer implements ChatModel {

        @Override
        public String name() {
            return "payer";
        }

        @Override
        public int contextLength() {
            return 10_000;
        }

        @Override
        public int promptTokens(ChatRequest request) {
            return 10;
        }

        @Override
        public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) {
            return request.messages().getLast() instanceof Message.Observation
                    ? new AssistantTurn("Paid.", "", List.of(), new Usage(10, 5, 0), FinishReason.STOP)
                    : new AssistantTurn(
                            "Now.",
                            "",
                            List.of(new ToolCall("c1", "pay", "7")),
                            new Usage(10, 5, 0),
                            FinishReason.TOOL_CALLS);
        }
    }
}
