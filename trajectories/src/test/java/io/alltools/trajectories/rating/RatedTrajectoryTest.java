package io.alltools.trajectories.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Budget;
import io.alltools.agent.FinishReason;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Sampling;
import io.alltools.agent.Usage;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RatedTrajectoryTest {

    private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void aRewardThatWasSetCountsBeforeTheThumb() {
        assertThat(rating(Rating.Thumb.DOWN, 0.75).effectiveReward()).isEqualTo(0.75);
        assertThat(rating(Rating.Thumb.UP, null).effectiveReward()).isEqualTo(1);
        assertThat(rating(Rating.Thumb.DOWN, null).effectiveReward()).isEqualTo(0);
        assertThat(Rating.NONE.effectiveReward()).isNull();
    }

    @Test
    void aRewardOutOfRangeIsNone() {
        for (double reward : new double[] {-0.01, 1.01, Double.NaN}) {
            assertThatThrownBy(() -> rating(null, reward)).hasMessageContaining("expected 0 to 1");
        }
    }

    @Test
    void theRunsRatingStandsInTheRecordAndAStepsInTheStepThatTheModelMade() {
        AtifTrajectory plain = AtifTrajectory.of(conversation());
        AtifTrajectory rated = RatedTrajectory.of(
                plain,
                new RunRating(rating(Rating.Thumb.UP, null), false, "arithmetic"),
                Map.of(2, rating(Rating.Thumb.DOWN, 0.25)));

        JsonNode json = Json.MAPPER.valueToTree(rated);
        assertThat(json.at("/extra/reward").asDouble()).isEqualTo(1);
        assertThat(json.at("/extra/rating").asString()).isEqualTo("up");
        assertThat(json.at("/extra/note").asString()).isEqualTo("why");
        assertThat(json.at("/extra/included").asBoolean(true)).isFalse();
        assertThat(json.at("/extra/task").asString()).isEqualTo("arithmetic");
        assertThat(json.at("/extra/rated_by").asString()).isEqualTo("key_1");
        assertThat(json.at("/extra/outcome/kind").asString()).isEqualTo("answered");
        // An earlier question, its answer, this question, a step, why its answer was rejected, another step.
        assertThat(json.at("/steps/1/extra/reward").isMissingNode()).isTrue();
        assertThat(json.at("/steps/3/extra/reward").isMissingNode()).isTrue();
        assertThat(json.at("/steps/4/extra/reward").isMissingNode()).isTrue();
        assertThat(json.at("/steps/5/extra/reward").asDouble()).isEqualTo(0.25);
        assertThat(json.at("/steps/5/extra/rating").asString()).isEqualTo("down");
        assertThat(json.at("/steps/5/extra/loss").asBoolean()).isTrue();
    }

    @Test
    void aRecordThatNobodyRatedStaysAsItIs() {
        AtifTrajectory plain = AtifTrajectory.of(conversation());
        assertThat(RatedTrajectory.of(plain, RunRating.NONE, Map.of())).isEqualTo(plain);
    }

    private static Rating rating(Rating.Thumb thumb, Double set) {
        return new Rating(thumb, set, "why", "key_1", AT);
    }

    private static List<JournalEntry> conversation() {
        List<RunEvent> events = List.of(
                new RunEvent.RunStarted(
                        "ses_1",
                        "glm-tiny",
                        List.of(Message.user("hi"), Message.assistant("hello"), Message.user("6 * 7?")),
                        List.of(),
                        Sampling.GREEDY,
                        Budget.DEFAULT),
                new RunEvent.StepStarted(1),
                new RunEvent.TextDelta(1, "41"),
                new RunEvent.UsageReported(1, new Usage(10, 2, 0), FinishReason.STOP),
                new RunEvent.AnswerRejected(1, "wrong"),
                new RunEvent.StepFinished(1, FinishReason.STOP),
                new RunEvent.StepStarted(2),
                new RunEvent.TextDelta(2, "42"),
                new RunEvent.UsageReported(2, new Usage(10, 2, 0), FinishReason.STOP),
                new RunEvent.StepFinished(2, FinishReason.STOP),
                new RunEvent.RunFinished(Outcome.ANSWERED, "42", new Usage(20, 4, 0), 2));
        List<JournalEntry> entries = new ArrayList<>();
        for (RunEvent event : events) {
            entries.add(new JournalEntry("run_1", entries.size(), AT, event));
        }
        return entries;
    }
}
