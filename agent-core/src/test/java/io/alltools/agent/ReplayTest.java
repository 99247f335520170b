package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recorded run again: the same model says the same, another one is told apart where it first says something else. */
class ReplayTest {

    @TempDir
    private Path folder;

    private final List<JournalEntry> journal = new ArrayList<>();
    private AnswerFormat format = AnswerFormat.TEXT;
    private Checks checks = Checks.NONE;

    @Test
    void theSameModelMakesNoDifferenceAndNoToolIsCalled() throws InterruptedException {
        TurnByTurnModel model = new TurnByTurnModel()
                .calls(add("c1", 1, 2), add("c2", 3, 4))
                .calls(new ToolCall("c3", "nothing", "{}"))
                .says("3 and 7");
        record(model);
        // The tool would break.
        assertThat(replay(model)).isEqualTo(new Replay.Verdict.Same(3));
    }

    @Test
    void theFirstDifferenceIsNamedWithItsStep() throws InterruptedException {
        record(new TurnByTurnModel().calls(add("c1", 1, 2)).says("3"));
        assertThat(replay(new TurnByTurnModel().calls(add("other", 1, 2)).says("three")))
                .isEqualTo(new Replay.Verdict.Different(2, "text", "3", "three"));
        assertThat(replay(new TurnByTurnModel().calls(add("c1", 1, 5)).says("6")))
                .isEqualTo(new Replay.Verdict.Different(
                        1, "call 1 arguments", "{\"a\": 1, \"b\": 2}", "{\"a\": 1, \"b\": 5}"));
        assertThat(replay(new TurnByTurnModel()
                        .calls(add("c1", 1, 2), new ToolCall("c2", "wait", "{}"))
                        .says("3")))
                .isEqualTo(new Replay.Verdict.Different(1, "call 2 name", "no call", "wait"));
        assertThat(replay(new TurnByTurnModel().says("3"))).isEqualTo(new Replay.Verdict.Different(1, "text", "", "3"));
    }

    @Test
    void whatWasDeniedOrChangedByAPersonStaysAsItWas() throws InterruptedException {
        TurnByTurnModel model = new TurnByTurnModel().calls(add("c1", 1, 2)).says("done");
        agent(model)
                .withPolicy(
                        (tool, traits, call, context) -> new ToolPolicy.Judgement(ToolPolicy.Verdict.ASK, "to be sure"))
                .withApprover(asked -> new Decision.Approved("{\"a\": 5, \"b\": 5}"), Duration.ofMinutes(1))
                .run(request(), entry -> {});
        assertThat(replay(model)).isEqualTo(new Replay.Verdict.Same(2));
    }

    @Test
    void aRunWhoseContextWasShortenedIsShortenedAlike() throws InterruptedException {
        TurnByTurnModel model = new TurnByTurnModel().withContext(700);
        for (int i = 0; i < 4; i++) {
            model.calls(new ToolCall("c" + i, "long", "{\"n\": " + i + "}"));
        }
        model.says("done");
        record(model);
        assertThat(journal).anyMatch(entry -> entry.event() instanceof RunEvent.ContextCompacted);
        assertThat(replay(model))
                .isEqualTo(
                        new Replay.Verdict.Same(RecordedRun.of(journal).steps().size()));
    }

    @Test
    void aLargerContextIsADifference() throws InterruptedException {
        TurnByTurnModel model = new TurnByTurnModel().withContext(700);
        for (int i = 0; i < 4; i++) {
            model.calls(new ToolCall("c" + i, "long", "{\"n\": " + i + "}"));
        }
        model.says("done");
        record(model);
        assertThat(replay(model.withContext(100_000)))
                .isInstanceOfSatisfying(
                        Replay.Verdict.Different.class,
                        d -> assertThat(d.what()).isEqualTo("compaction"));
    }

    @Test
    void anAnswerThatWasAskedForAgainIsReplayed() throws InterruptedException {
        format = AnswerFormat.JSON_OBJECT;
        TurnByTurnModel model = new TurnByTurnModel().says("no JSON").says("{}");
        record(model);
        assertThat(replay(model)).isEqualTo(new Replay.Verdict.Same(2));
    }

    @Test
    void textThatAChecksReplacedIsComparedAsItWasRecorded() throws InterruptedException {
        checks = new Checks(
                List.of(),
                List.of(text -> new Checks.Finding.Replace(text.replace("secret", "***"))),
                List.of(),
                List.of());
        TurnByTurnModel model = new TurnByTurnModel().says("a secret");
        record(model);
        assertThat(replay(model)).isEqualTo(new Replay.Verdict.Same(1));
    }

    @Test
    void aRunThatBrokeOffIsReplayedAsFarAsItIsComplete() throws InterruptedException {
        TurnByTurnModel model = new TurnByTurnModel().calls(add("c1", 1, 2)).says("3");
        record(model);
        journal.subList(journal.size() - 3, journal.size()).clear();
        assertThat(replay(model)).isEqualTo(new Replay.Verdict.Same(1));
    }

    private void record(TurnByTurnModel model) {
        agent(model).run(request(), entry -> {});
    }

    private Agent agent(TurnByTurnModel model) {
        return Agent.of(model, new Toolbox(List.of(new AddTool(), new LongTool())), journal::add)
                .withChecks(checks);
    }

    private Replay.Verdict replay(ChatModel model) throws InterruptedException {
        return Replay.of(List.copyOf(journal), model, checks, folder.resolve("replay"));
    }

    private RunRequest request() {
        return new RunRequest(
                "run_1",
                "ses_1",
                folder.resolve("session"),
                List.of(Message.user("question")),
                Sampling.GREEDY,
                new Budget(20, 20, 200_000, 100, Duration.ofMinutes(1), BigDecimal.ONE),
                format,
                null);
    }

    private static ToolCall add(String id, int a, int b) {
        return new ToolCall(id, "add", "{\"a\": " + a + ", \"b\": " + b + "}");
    }

    /** Says much. */
    private static final class LongTool implements Tool {

        @Override
        public ToolSpec spec() {
            return ToolSpec.function("long", "", Json.parseObject("{\"type\": \"object\"}"));
        }

        @Override
        public ToolResult call(String arguments, ToolContext context) {
            return ToolResult.ok((arguments + " and so on. ").repeat(60));
        }
    }
}
