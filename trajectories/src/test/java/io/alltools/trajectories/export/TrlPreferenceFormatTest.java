package io.alltools.trajectories.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Json;
import io.alltools.agent.Outcome;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TrlPreferenceFormatTest {

    private static final PreferenceFormat FORMAT =
            TrajectoryFormats.findPreference("trl-preference").orElseThrow();

    @Test
    void thePromptIsWhatBothHaveInCommonUpToTheTurnAtWhichTheyPart() {
        AtifTrajectory chosen = calculation().turn("It is 42.").answered();
        AtifTrajectory rejected = calculation().turn("It is 43.").answered();

        JsonNode row = row(chosen, rejected);

        assertThat(row.path("prompt")).isEqualTo(Json.MAPPER.readTree("""
                                [{"role": "user", "content": "What is 6 * 7?"},
                                 {"role": "assistant", "content": "", "tool_calls": [{"type": "function",
                                  "function": {"name": "python", "arguments": {"code": "6 * 7"}}}]},
                                 {"role": "tool", "name": "python", "content": "42"}]
                                """));
        assertThat(row.path("chosen"))
                .isEqualTo(Json.MAPPER.readTree("[{\"role\": \"assistant\", \"content\": \"It is 42.\"}]"));
        assertThat(row.path("rejected"))
                .isEqualTo(Json.MAPPER.readTree("[{\"role\": \"assistant\", \"content\": \"It is 43.\"}]"));
        assertThat(Json.MAPPER
                        .readTree(row.path("tools").asString())
                        .at("/0/function/name")
                        .asString())
                .isEqualTo("python");
    }

    @Test
    void whereTheToolsAnsweredDifferentlyTheCallIsPartOfBothSides() {
        AtifTrajectory chosen = calculation().turn("It is 42.").answered();
        AtifTrajectory rejected = Trajectories.run("What is 6 * 7?", Trajectories.PYTHON)
                .turn("", Trajectories.call(Trajectories.PYTHON, "6 * 7", "out of time"))
                .turn("I don't know.")
                .answered();

        JsonNode row = row(chosen, rejected);

        assertThat(row.path("prompt").size()).isEqualTo(1);
        assertThat(row.path("chosen").size()).isEqualTo(3);
        assertThat(row.at("/rejected/1/content").asString()).isEqualTo("out of time");
    }

    @Test
    void thatTheRejectedRunCameToNoAnswerIsNoLossAndOfTheChosenOneItIs() {
        AtifTrajectory chosen = calculation().turn("It is 42.").answered();
        AtifTrajectory rejected = calculation().turn("Hm").ended(new Outcome(Outcome.Kind.BUDGET_EXHAUSTED, "2 steps"));

        assertThat(FORMAT.of(new PreferenceFormat.Pair(chosen, rejected), ExportOptions.STRICT))
                .isInstanceOf(ExportResult.Rows.class);
        assertThat(FORMAT.of(new PreferenceFormat.Pair(rejected, chosen), ExportOptions.STRICT)
                        .losses())
                .extracting(Loss::kind)
                .containsExactly(Loss.Kind.INCOMPLETE_RUN);
    }

    @Test
    void aPairFromDifferentPromptsOrToolsOrWithoutADifferenceIsNoPair() {
        AtifTrajectory one = calculation().turn("It is 42.").answered();
        AtifTrajectory other = Trajectories.run("What is 6 * 8?", Trajectories.PYTHON)
                .turn("It is 48.")
                .answered();
        AtifTrajectory tools = Trajectories.run("What is 6 * 7?").turn("42").answered();

        assertThatThrownBy(() -> row(one, other)).hasMessageContaining("a pair has the same prompt");
        assertThatThrownBy(() -> row(one, tools)).hasMessageContaining("had different tools");
        assertThatThrownBy(() -> row(one, one)).hasMessageContaining("say the same");
    }

    private static Trajectories calculation() {
        return Trajectories.run("What is 6 * 7?", Trajectories.PYTHON)
                .turn("", Trajectories.call(Trajectories.PYTHON, "6 * 7", "42"));
    }

    private static JsonNode row(AtifTrajectory chosen, AtifTrajectory rejected) {
        ExportResult result = FORMAT.of(new PreferenceFormat.Pair(chosen, rejected), ExportOptions.STRICT);
        assertThat(result).isInstanceOf(ExportResult.Rows.class);
        List<? extends JsonNode> rows = ((ExportResult.Rows) result).rows();
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }
}
