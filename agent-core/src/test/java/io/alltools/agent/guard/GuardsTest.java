package io.alltools.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Agent;
import io.alltools.agent.AssistantTurn;
import io.alltools.agent.Budget;
import io.alltools.agent.ChatDelta;
import io.alltools.agent.ChatModel;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Checks;
import io.alltools.agent.FinishReason;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.RecordedRun;
import io.alltools.agent.RunEvent;
import io.alltools.agent.RunRequest;
import io.alltools.agent.RunResult;
import io.alltools.agent.Sampling;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Toolbox;
import io.alltools.agent.Trait;
import io.alltools.agent.Usage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardsTest {

    private static final Redaction USUAL = Redaction.of(Sensitive.USUAL);
    private static final String KEY = "gh" + "p_0123456789abcdefghijABCDEFGHIJ012345";

    @TempDir
    private Path folder;

    private final List<JournalEntry> journal = new ArrayList<>();

    @Test
    void whatTheUserSaysIsRedactedBeforeTheModelSeesItOrItIsRecorded() {
        Speaker model = new Speaker("ok");

        run(model, new Echo(Set.of()), checks(new RedactInput(USUAL), null, null, null), "I am ann@example.org");

        assertThat(model.heard.getLast().text()).isEqualTo("I am [EMAIL]");
        assertThat(recorded()).doesNotContain("ann@example.org");
    }

    @Test
    void aRefusedInputEndsTheRunAndIsNotKept() {
        Speaker model = new Speaker("ok");

        RunResult result = run(
                model, new Echo(Set.of()), checks(new RefuseInput(USUAL), null, null, null), "I am ann@example.org");

        assertThat(result.outcome().kind()).isEqualTo(Outcome.Kind.REFUSED);
        assertThat(result.outcome().detail()).contains("email").doesNotContain("\n");
        assertThat(model.heard).isEmpty();
        assertThat(events()).containsExactly("RunStarted", "RunFinished");
        assertThat(recorded()).doesNotContain("ann@example.org");
    }

    @Test
    void aRefusedAnswerLeavesNothingButAnEmptyTurn() {
        Speaker model =
                new Speaker("a very long answer", new ToolCall("c1", "echo", "{\"text\": \"a very long call\"}"));

        RunResult result = run(model, new Echo(Set.of()), checks(null, new OutputLength(5), null, null), "hi");

        assertThat(result.outcome().kind()).isEqualTo(Outcome.Kind.REFUSED);
        assertThat(result.outcome().detail())
                .isEqualTo("the answer was refused: it has 18 characters, and at most 5 are allowed");
        assertThat(result.answer()).isEmpty();
        assertThat(events())
                .containsExactly("RunStarted", "StepStarted", "UsageReported", "StepFinished", "RunFinished");
        assertThat(recorded()).doesNotContain("very long");
        assertThat(RecordedRun.of(journal).messages()).isEqualTo(result.messages());
    }

    @Test
    void anAnswerIsToldWhileItIsWrittenAndNeverWithASecret() {
        String filler = "This sentence holds nothing of interest to anybody. ".repeat(4);
        Speaker model = new Speaker(filler + KEY + " " + filler + "write to ann@example.org");

        RunResult result = run(model, new Echo(Set.of()), checks(null, new RedactOutput(USUAL), null, null), "hi");

        List<String> deltas = journal.stream()
                .map(JournalEntry::event)
                .filter(RunEvent.TextDelta.class::isInstance)
                .map(event -> ((RunEvent.TextDelta) event).text())
                .toList();
        // The first piece comes at once, those that follow it quickly come together.
        assertThat(deltas).hasSizeGreaterThan(1);
        assertThat(String.join("", deltas)).isEqualTo(filler + "[API_KEY] " + filler + "write to [EMAIL]");
        assertThat(result.answer()).isEqualTo(String.join("", deltas));
        assertThat(recorded()).doesNotContain("ghp").doesNotContain("ann@");
        assertThat(RecordedRun.of(journal).messages()).isEqualTo(result.messages());
    }

    @Test
    void aToolThatSendsDataGetsNoKeysAndTheModelIsTold() {
        Echo tool = new Echo(Set.of(Trait.SENDS_DATA));
        Speaker model = new Speaker("", new ToolCall("c1", "echo", "{\"text\": \"use " + KEY + "\"}"));

        RunResult result = run(model, tool, checks(null, null, new RedactCalls(USUAL), null), "hi");

        assertThat(tool.got).containsExactly("{\"text\": \"use [API_KEY]\"}");
        assertThat(result.messages())
                .anySatisfy(message -> assertThat(message.text()).contains("a check changed the arguments"));
    }

    @Test
    void anArgumentThatIsForAKeyMayHoldOne() {
        Echo tool = new Echo(Set.of(Trait.SENDS_DATA));
        String arguments = "{\"text\": \"hi\", \"api_token\": \"" + KEY + "\"}";

        run(
                new Speaker("", new ToolCall("c1", "echo", arguments)),
                tool,
                checks(null, null, new RedactCalls(USUAL), null),
                "hi");

        assertThat(tool.got).containsExactly(arguments);
    }

    @Test
    void aToolThatSendsNothingGetsWhatTheModelWrote() {
        Echo tool = new Echo(Set.of());
        String arguments = "{\"text\": \"" + KEY + "\"}";

        run(
                new Speaker("", new ToolCall("c1", "echo", arguments)),
                tool,
                checks(null, null, new RedactCalls(USUAL), null),
                "hi");

        assertThat(tool.got).containsExactly(arguments);
    }

    @Test
    void aForbiddenToolIsNotCalled() {
        Echo tool = new Echo(Set.of());

        RunResult result = run(
                new Speaker("", new ToolCall("c1", "echo", "{\"text\": \"x\"}")),
                tool,
                checks(null, null, new ForbiddenTools(List.of("pay", "ec*")), null),
                "hi");

        assertThat(tool.got).isEmpty();
        assertThat(result.messages())
                .anySatisfy(message -> assertThat(message.text()).contains("forbidden"));
        assertThat(new ForbiddenTools(List.of("ec.o", "pay*"))
                        .check(tool.spec(), Set.of(), new ToolCall("c", "echo", "")))
                .isEqualTo(Checks.Finding.PASS);
    }

    @Test
    void whatAToolSaysIsRedactedBeforeTheModelSeesItOrItIsRecorded() {
        Echo tool = new Echo(Set.of());
        Speaker model = new Speaker("", new ToolCall("c1", "echo", "{\"text\": \"at-sign\"}"));

        RunResult result = run(model, tool, checks(null, null, null, new RedactResults(USUAL)), "hi");

        assertThat(result.messages())
                .anySatisfy(message -> assertThat(message.text()).contains("from [EMAIL]"));
        assertThat(recorded()).doesNotContain("echo@example.org");
    }

    private RunResult run(Speaker model, Tool tool, Checks checks, String input) {
        return Agent.of(model, new Toolbox(List.of(tool)), journal::add)
                .withChecks(checks)
                .run(
                        new RunRequest(
                                "run-1",
                                "session-1",
                                folder,
                                List.of(Message.user(input)),
                                Sampling.GREEDY,
                                Budget.DEFAULT),
                        entry -> {});
    }

    private static Checks checks(
            Checks.@org.jspecify.annotations.Nullable InputCheck input,
            Checks.@org.jspecify.annotations.Nullable OutputCheck output,
            Checks.@org.jspecify.annotations.Nullable CallCheck call,
            Checks.@org.jspecify.annotations.Nullable ResultCheck result) {
        return new Checks(
                input == null ? List.of() : List.of(input),
                output == null ? List.of() : List.of(output),
                call == null ? List.of() : List.of(call),
                result == null ? List.of() : List.of(result));
    }

    private List<String> events() {
        return journal.stream()
                .map(entry -> entry.event().getClass().getSimpleName())
                .toList();
    }

    private String recorded() {
        return Json.write(journal);
    }

    /** Says its words in pieces of three characters and makes a call, and then says that it is done. */
    private static final class Speaker implements ChatModel {

        private final String words;
        private final List<ToolCall> calls;
        private List<Message> heard = List.of();
        private boolean done;

        Speaker(String words, ToolCall... calls) {
            this.words = words;
            this.calls = List.of(calls);
        }

        @Override
        public String name() {
            return "speaker";
        }

        @Override
        public int contextLength() {
            return 10_000;
        }

        @Override
        public int promptTokens(ChatRequest request) {
            return request.messages().size();
        }

        @Override
        public AssistantTurn generate(ChatRequest request, Consumer<ChatDelta> sink) {
            heard = request.messages();
            String text = done ? "done" : words;
            List<ToolCall> made = done ? List.of() : calls;
            done = true;
            for (int at = 0; at < text.length(); at += 3) {
                sink.accept(new ChatDelta.Text(text.substring(at, Math.min(text.length(), at + 3))));
            }
            for (int i = 0; i < made.size(); i++) {
                sink.accept(new ChatDelta.CallStarted(
                        i, made.get(i).id(), made.get(i).name()));
                sink.accept(new ChatDelta.CallArguments(i, made.get(i).arguments()));
            }
            return new AssistantTurn(
                    text, "", made, Usage.NONE, made.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS);
        }
    }

    /** Remembers what it got. */
    private static final class Echo implements Tool {

        private final Set<Trait> traits;
        private final List<String> got = new ArrayList<>();

        Echo(Set<Trait> traits) {
            this.traits = traits;
        }

        @Override
        public ToolSpec spec() {
            return ToolSpec.function("echo", "Says it again.", Json.parseObject("""
                    {"type": "object", "properties": {"text": {"type": "string"}, "api_token": {"type": "string"}}}"""));
        }

        @Override
        public Set<Trait> traits() {
            return traits;
        }

        @Override
        public ToolResult call(String arguments, ToolContext context) {
            got.add(arguments);
            return ToolResult.ok("from echo@example.org");
        }
    }
}
