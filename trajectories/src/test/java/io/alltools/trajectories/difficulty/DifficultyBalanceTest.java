package io.alltools.trajectories.difficulty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.alltools.trajectories.SampleTrajectories;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.curation.SurveyStage;
import io.alltools.trajectories.curation.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DifficultyBalanceTest {

    @TempDir
    Path scratch;

    private final List<AtifTrajectory> records = new ArrayList<>();

    /** Rollouts of a task, so many of which succeed. */
    private void task(String task, int rollouts, int succeeded) {
        for (int i = 0; i < rollouts; i++) {
            records.add(SampleTrajectories.asked("question")
                    .says("answer " + i)
                    .environment("db")
                    .task(task)
                    .reward(i < succeeded ? 1 : 0.5)
                    .done());
        }
    }

    private List<String> reasons(DifficultyBalance balance) throws IOException {
        try (SurveyStage.Survey survey = balance.begin(scratch)) {
            for (int i = 0; i < records.size(); i++) {
                survey.add(i, records.get(i));
            }
            SurveyStage.Decision decision = survey.decide();
            List<String> reasons = new ArrayList<>();
            for (int i = 0; i < records.size(); i++) {
                reasons.add(
                        decision.apply(i, records.get(i)) instanceof Verdict.Dropped dropped ? dropped.reason() : "");
            }
            return reasons;
        }
    }

    @Test
    void tasksOutsideTheRangeAreDroppedWithAllTheirRollouts() throws IOException {
        task("hard", 2, 0);
        task("right", 2, 1);
        task("easy", 2, 2);
        records.add(SampleTrajectories.asked("unrated").says("answer").done());

        assertThat(reasons(DifficultyBalance.ALL.between(0.25, 0.75)))
                .containsExactly("too_hard", "too_hard", "", "", "too_easy", "too_easy", "no_reward");
        assertThat(reasons(DifficultyBalance.ALL.between(0.5, 0.5)).subList(2, 4))
                .containsExactly("", "");
    }

    @Test
    void withoutAnEnvironmentTheQuestionIsTheTask() throws IOException {
        records.add(
                SampleTrajectories.asked("a").says("1").task("math").reward(1).done());
        records.add(
                SampleTrajectories.asked("b").says("1").task("math").reward(0).done());
        records.add(
                SampleTrajectories.asked("a").says("2").task("math").reward(1).done());

        assertThat(reasons(DifficultyBalance.ALL.between(1, 1))).containsExactly("", "too_hard", "");
    }

    @Test
    void soManyRolloutsStayAndTheSeedDecidesWhich() throws IOException {
        task("a", 20, 10);
        task("b", 2, 1);

        List<String> one = reasons(DifficultyBalance.ALL.withRollouts(3).withSeed(1));
        assertThat(Collections.frequency(one.subList(0, 20), "")).isEqualTo(3);
        assertThat(one.subList(20, 22)).containsExactly("", "");
        assertThat(Collections.frequency(one, "rollouts_full")).isEqualTo(17);
        assertThat(reasons(DifficultyBalance.ALL.withRollouts(3).withSeed(1))).isEqualTo(one);
        assertThat(reasons(DifficultyBalance.ALL.withRollouts(3).withSeed(2))).isNotEqualTo(one);
    }

    @Test
    void bandsGetTheirSharesAsFarAsTheScarcestAllows() throws IOException {
        for (int i = 0; i < 30; i++) {
            task("hard" + i, 4, 0);
            task("middle" + i, 4, 2);
        }
        for (int i = 0; i < 6; i++) {
            task("easy" + i, 4, 4);
        }

        List<String> reasons = reasons(DifficultyBalance.ALL.withBands(List.of(
                new DifficultyBalance.Band(0.25, 0.3),
                new DifficultyBalance.Band(0.75, 0.5),
                new DifficultyBalance.Band(1, 0.2))));

        int[] kept = new int[3];
        for (int i = 0; i < reasons.size(); i++) {
            if (reasons.get(i).isEmpty()) {
                String task = records.get(i).extra().path("task").asString();
                kept[task.startsWith("hard") ? 0 : task.startsWith("middle") ? 1 : 2]++;
            }
        }
        assertThat(kept).containsExactly(9 * 4, 15 * 4, 6 * 4);
    }

    @Test
    void valuesOutOfRangeAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DifficultyBalance.ALL.between(0.8, 0.2))
                .withMessageContaining("from 0.8 to 0.2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DifficultyBalance.ALL.withBands(List.of(new DifficultyBalance.Band(1, 0.5))))
                .withMessageContaining("shares of 0.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DifficultyBalance.ALL.withRollouts(0))
                .withMessageContaining("rollouts 0");
    }
}
