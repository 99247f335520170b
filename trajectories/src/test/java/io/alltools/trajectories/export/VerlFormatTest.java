package io.alltools.trajectories.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class VerlFormatTest {

    private static final TrajectoryFormat VERL = TrajectoryFormats.find("verl").orElseThrow();

    @Test
    void theMaskMarksTheTokensThatTheModelWrote() {
        AtifTrajectory trajectory =
                withTokens(calculation(), List.of(tokens("[1,2,3]", "[4,5]"), tokens("[1,2,3,4,5,6,7]", "[8]")));

        ExportResult result = VERL.of(trajectory, ExportOptions.STRICT);

        assertThat(result).isEqualTo(new ExportResult.Rows(List.of(Json.parseObject("""
                                        {"prompt_ids": [1, 2, 3], "response_ids": [4, 5, 6, 7, 8],
                                         "response_mask": [1, 1, 0, 0, 1],
                                         "response_logprobs": [-0.5, -0.5, 0.0, 0.0, -0.5],
                                         "reward_score": 0.75, "num_turns": 4}
                                        """)), List.of()));
    }

    @Test
    void aStepThatIsNotTrainedOnIsMaskedThroughout() {
        AtifTrajectory trajectory = withTokens(calculation(), List.of(tokens("[1]", "[2]"), tokens("[1,2,3]", "[4]")));
        ObjectNode json = Json.MAPPER.valueToTree(trajectory);
        ((ObjectNode) json.at("/steps/1/extra")).put("loss", false);

        ExportResult result = VERL.of(Json.MAPPER.treeToValue(json, AtifTrajectory.class), ExportOptions.STRICT);

        assertThat(((ExportResult.Rows) result).rows().getFirst().path("response_mask"))
                .isEqualTo(Json.MAPPER.readTree("[0,0,1]"));
    }

    @Test
    void aPromptThatDoesNotContinueTheOneBeforeItIsRefusedOrBeginsARowOfItsOwn() {
        AtifTrajectory trajectory =
                withTokens(calculation(), List.of(tokens("[1,2,3]", "[4,5]"), tokens("[1,2,9]", "[8]")));

        assertThat(VERL.of(trajectory, ExportOptions.STRICT).losses())
                .extracting(Loss::message)
                .containsExactly("the prompt of step 3 does not continue the step before it");
        assertThat(((ExportResult.Rows) VERL.of(trajectory, new ExportOptions(Set.of(Loss.Kind.CONTEXT_BREAK)))).rows())
                .extracting(row -> row.path("prompt_ids").toString())
                .containsExactly("[1,2,3]", "[1,2,9]");
    }

    @Test
    void withoutTokenIdsThereIsNothingToWrite() {
        assertThat(VERL.of(calculation(), ExportOptions.STRICT).losses())
                .extracting(Loss::kind)
                .containsExactly(Loss.Kind.NO_TOKEN_IDS, Loss.Kind.NO_TOKEN_IDS, Loss.Kind.NOTHING_TO_LEARN);
    }

    private static AtifTrajectory calculation() {
        return Trajectories.run("What is 6 * 7?", Trajectories.PYTHON)
                .turn("", Trajectories.call(Trajectories.PYTHON, "6 * 7", "42"))
                .turn("42")
                .answered();
    }

    private static JsonNode tokens(String prompt, String completion) {
        ObjectNode metrics = Json.object();
        metrics.set("prompt_token_ids", Json.MAPPER.readTree(prompt));
        JsonNode written = Json.MAPPER.readTree(completion);
        metrics.set("completion_token_ids", written);
        for (int i = 0; i < written.size(); i++) {
            metrics.withArray("logprobs").add(-0.5);
        }
        return metrics;
    }

    private static AtifTrajectory withTokens(AtifTrajectory trajectory, List<JsonNode> tokens) {
        ObjectNode json = Json.MAPPER.valueToTree(trajectory);
        for (int i = 0; i < tokens.size(); i++) {
            ((ObjectNode) json.path("steps").path(i + 1).path("metrics")).setAll((ObjectNode) tokens.get(i));
        }
        ((ObjectNode) json.path("extra")).put("reward", 0.75);
        return Json.MAPPER.treeToValue(json, AtifTrajectory.class);
    }
}
