package io.alltools.trajectories.atif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Budget;
import io.alltools.agent.FinishReason;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.RecordedRun;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trust;
import io.alltools.agent.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AtifTrajectoryTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final ToolSpec PYTHON = ToolSpec.builtIn("python", "runs Python", "code");
    private static final ToolSpec WEATHER = ToolSpec.function("get_weather", "weather", Json.object());

    @Test
    void aRunWithAToolCallBecomesUserAgentAndAnswerSteps() {
        JsonNode atif = json(calculation());

        assertThat(atif.path("schema_version").asString()).isEqualTo("ATIF-v1.7");
        assertThat(atif.path("session_id").asString()).isEqualTo("ses_1");
        assertThat(atif.path("trajectory_id").asString()).isEqualTo("run_1");
        assertThat(atif.at("/agent/model_name").asString()).isEqualTo("glm-tiny");
        assertThat(atif.at("/agent/tool_definitions/0/function/name").asString())
                .isEqualTo("python");
        assertThat(atif.path("steps").size()).isEqualTo(3);
        assertThat(atif.at("/steps/0/source").asString()).isEqualTo("user");
        assertThat(atif.at("/steps/0/message").asString()).isEqualTo("What is 6 * 7?");
        JsonNode call = atif.path("steps").path(1);
        assertThat(call.path("step_id").asInt()).isEqualTo(2);
        assertThat(call.path("source").asString()).isEqualTo("agent");
        assertThat(call.path("timestamp").asString()).isEqualTo("2026-11-23T10:00:01Z");
        assertThat(call.at("/tool_calls/0/arguments")).isEqualTo(Json.object().put("code", "6 * 7"));
        assertThat(call.at("/observation/results/0/source_call_id").asString()).isEqualTo("call_1");
        assertThat(call.at("/observation/results/0/content").asString()).isEqualTo("42");
        assertThat(call.at("/metrics/prompt_tokens").asInt()).isEqualTo(100);
        assertThat(call.at("/extra/loss").asBoolean()).isTrue();
        assertThat(atif.at("/steps/2/message").asString()).isEqualTo("It is 42.");
        assertThat(atif.at("/steps/2/reasoning_content").asString()).isEqualTo("Easy.");
        assertThat(atif.at("/final_metrics/total_prompt_tokens").asInt()).isEqualTo(220);
        assertThat(atif.at("/final_metrics/total_steps").asInt()).isEqualTo(3);
        assertThat(atif.at("/extra/outcome/kind").asString()).isEqualTo("answered");
        assertThat(atif.at("/extra/seed").asLong()).isEqualTo(7);
        assertThat(atif.at("/extra/tools/0/kind").asString()).isEqualTo("BUILT_IN");
        assertThat(call.has("reasoning_content")).isFalse();
        assertThat(call.has("is_copied_context")).isFalse();
    }

    @Test
    void theConversationAfterARunHoldsItsCallsObservationsAndAnswer() {
        assertThat(RecordedRun.of(calculation()).messages())
                .containsExactly(
                        Message.user("What is 6 * 7?"),
                        new Message.Assistant("", List.of(new ToolCall("call_1", "python", "6 * 7"))),
                        new Message.Observation("call_1", List.of(Passage.of("42")), Trust.TRUSTED),
                        Message.assistant("It is 42."));
    }

    @Test
    void aRunThatNeverEndedIsIncompleteAndItsOpenTurnIsNotTrainedOn() {
        List<JournalEntry> cut = calculation().subList(0, 4);

        JsonNode atif = json(cut);

        assertThat(atif.at("/extra/outcome/kind").asString()).isEqualTo("incomplete");
        assertThat(atif.at("/steps/1/tool_calls/0/arguments/code").asString()).isEqualTo("6 * ");
        assertThat(atif.at("/steps/1/extra/loss").asBoolean()).isFalse();
        assertThat(atif.path("steps").path(1).has("observation")).isFalse();
        assertThat(RecordedRun.of(cut).messages()).containsExactly(Message.user("What is 6 * 7?"));
    }

    @Test
    void whatWasSaidBeforeIsCopiedContext() {
        List<Message> history = List.of(
                Message.system("Be short."),
                Message.user("Weather?"),
                new Message.Assistant("", List.of(new ToolCall("call_1", "get_weather", "{\"city\":\"Bonn\"}"))),
                new Message.Observation("call_1", List.of(Passage.of("sunny")), Trust.UNTRUSTED),
                Message.assistant("Sunny."),
                Message.user("Thanks"));

        JsonNode atif = json(entries(started(history, WEATHER)));

        assertThat(atif.path("steps").size()).isEqualTo(5);
        assertThat(atif.at("/steps/0/source").asString()).isEqualTo("system");
        assertThat(atif.at("/steps/0/is_copied_context").isMissingNode()).isTrue();
        assertThat(atif.at("/steps/1/is_copied_context").asBoolean()).isTrue();
        assertThat(atif.at("/steps/2/tool_calls/0/arguments/city").asString()).isEqualTo("Bonn");
        assertThat(atif.at("/steps/2/observation/results/0/content").asString()).isEqualTo("sunny");
        assertThat(atif.at("/steps/2/extra/loss").asBoolean()).isFalse();
        assertThat(atif.at("/steps/4/message").asString()).isEqualTo("Thanks");
        assertThat(atif.at("/steps/4/is_copied_context").isMissingNode()).isTrue();
    }

    @Test
    void severalPassagesKeepTheirMetadataAndBorders() {
        ToolResult pages = new ToolResult.Ok(
                List.of(
                        new Passage("quote_result [7†source]", Part.text("one")),
                        new Passage("quote_result [8†source]", Part.text("two"))),
                Trust.UNTRUSTED);

        JsonNode result = json(entries(
                        started(List.of(Message.user("q")), PYTHON),
                        new RunEvent.StepStarted(1),
                        new RunEvent.ToolCallStarted(1, "c", "python"),
                        new RunEvent.ToolCallFinished(1, "c", "python", pages, 5)))
                .at("/steps/1/observation/results/0");

        assertThat(result.at("/content/1/text").asString()).isEqualTo("two");
        assertThat(result.at("/extra/passages/1/metadata").asString()).isEqualTo("quote_result [8†source]");
        assertThat(result.at("/extra/trust").asString()).isEqualTo("untrusted");
    }

    @Test
    void argumentsThatAreNoObjectAreKeptAsTheyWere() {
        JsonNode atif = json(entries(
                started(List.of(Message.user("q")), WEATHER),
                new RunEvent.StepStarted(1),
                new RunEvent.ToolCallStarted(1, "c", "get_weather"),
                new RunEvent.ToolCallArguments(1, "c", "{\"city\": "),
                new RunEvent.ToolCallFinished(
                        1, "c", "get_weather", ToolResult.failed(ToolResult.Kind.INVALID_ARGUMENTS, "no"), 0)));

        assertThat(atif.at("/steps/1/tool_calls/0/arguments").size()).isZero();
        assertThat(atif.at("/steps/1/tool_calls/0/extra/raw_arguments").asString())
                .isEqualTo("{\"city\": ");
        assertThat(atif.at("/steps/1/observation/results/0/extra/failure").asString())
                .isEqualTo("invalid_arguments");
    }

    @Test
    void argumentsAreKeptAsTheModelSpelledThemToo() {
        JsonNode call = json(entries(
                        started(List.of(Message.user("q")), WEATHER),
                        new RunEvent.StepStarted(1),
                        new RunEvent.ToolCallStarted(1, "c", "get_weather"),
                        new RunEvent.ToolCallArguments(1, "c", "{\"city\": \"Bonn\"}")))
                .at("/steps/1/tool_calls/0");

        assertThat(call.at("/arguments/city").asString()).isEqualTo("Bonn");
        assertThat(call.at("/extra/raw_arguments").asString()).isEqualTo("{\"city\": \"Bonn\"}");
    }

    @Test
    void anAnswerThatWasNotAcceptedIsNotTrainedOnAndFollowedByWhatTheModelWasTold() {
        JsonNode atif = json(entries(
                started(List.of(Message.user("A number?")), PYTHON),
                new RunEvent.StepStarted(1),
                new RunEvent.TextDelta(1, "seven"),
                new RunEvent.UsageReported(1, new Usage(100, 10, 0), FinishReason.STOP),
                new RunEvent.AnswerRejected(1, "Answer with digits."),
                new RunEvent.StepFinished(1, FinishReason.STOP),
                new RunEvent.StepStarted(2),
                new RunEvent.TextDelta(2, "7"),
                new RunEvent.UsageReported(2, new Usage(110, 1, 0), FinishReason.STOP),
                new RunEvent.StepFinished(2, FinishReason.STOP)));

        assertThat(atif.at("/steps/1/extra/loss").asBoolean()).isFalse();
        assertThat(atif.at("/steps/2/source").asString()).isEqualTo("user");
        assertThat(atif.at("/steps/2/message").asString()).isEqualTo("Answer with digits.");
        assertThat(atif.at("/steps/3/extra/loss").asBoolean()).isTrue();
    }

    @Test
    void aTrajectoryReadsBackEqual() {
        String written = Json.write(AtifTrajectory.of(calculation()));

        assertThat(Json.write(Json.read(written, AtifTrajectory.class))).isEqualTo(written);
    }

    @Test
    void eventsWithAGapAreRefused() {
        List<JournalEntry> entries = new ArrayList<>(calculation());
        entries.remove(2);

        assertThatThrownBy(() -> AtifTrajectory.of(entries))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("event 3 where event 2 was expected");
    }

    private static List<JournalEntry> calculation() {
        return entries(
                started(List.of(Message.user("What is 6 * 7?")), PYTHON),
                new RunEvent.StepStarted(1),
                new RunEvent.ToolCallStarted(1, "call_1", "python"),
                new RunEvent.ToolCallArguments(1, "call_1", "6 * "),
                new RunEvent.ToolCallArguments(1, "call_1", "7"),
                new RunEvent.UsageReported(1, new Usage(100, 10, 0), FinishReason.STOP),
                new RunEvent.ToolCallFinished(1, "call_1", "python", ToolResult.ok("42"), 12),
                new RunEvent.StepFinished(1, FinishReason.TOOL_CALLS),
                new RunEvent.StepStarted(2),
                new RunEvent.ReasoningDelta(2, "Easy."),
                new RunEvent.TextDelta(2, "It is "),
                new RunEvent.TextDelta(2, "42."),
                new RunEvent.UsageReported(2, new Usage(120, 5, 110), FinishReason.STOP),
                new RunEvent.StepFinished(2, FinishReason.STOP),
                new RunEvent.RunFinished(Outcome.ANSWERED, "It is 42.", new Usage(220, 15, 110), 2));
    }

    private static RunEvent started(List<Message> messages, ToolSpec tool) {
        return new RunEvent.RunStarted(
                "ses_1", "glm-tiny", messages, List.of(tool), new Sampling(0, 0, 1, 7L), Budget.DEFAULT);
    }

    private static List<JournalEntry> entries(RunEvent... events) {
        List<JournalEntry> entries = new ArrayList<>();
        for (RunEvent event : events) {
            entries.add(new JournalEntry("run_1", entries.size(), START.plusSeconds(entries.size()), event));
        }
        return entries;
    }

    private static JsonNode json(List<JournalEntry> entries) {
        return Json.MAPPER.readTree(Json.write(AtifTrajectory.of(entries)));
    }
}
