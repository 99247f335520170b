package io.alltools.trajectories.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.alltools.agent.Json;
import io.alltools.trajectories.SampleTrajectories;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.dataset.Trajectories;
import io.alltools.trajectories.export.ExportOptions;
import io.alltools.trajectories.export.ExportResult;
import io.alltools.trajectories.export.TrajectoryFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardPairsTest {

    @TempDir
    Path folder;

    private final List<AtifTrajectory> records = new ArrayList<>();

    private SampleTrajectories rollout(String id, String question, String answer) {
        return SampleTrajectories.asked(question)
                .calls("get_weather", "{\"city\":\"Bonn\"}", "sunny")
                .says(answer)
                .id(id);
    }

    private List<String> pairs(RewardPairs settings) throws IOException {
        List<String> pairs = new ArrayList<>();
        settings.find(Trajectories.of(records), Files.createTempDirectory(folder, "scratch"), pair -> {
            assertThat(TrajectoryFormats.findPreference("trl-preference")
                            .orElseThrow()
                            .of(pair, ExportOptions.STRICT))
                    .isInstanceOf(ExportResult.Rows.class);
            pairs.add(pair.chosen().trajectoryId() + ">" + pair.rejected().trajectoryId());
        });
        return pairs;
    }

    @Test
    void theBestIsPreferredToTheWorstOfTheSameTask() throws IOException {
        records.add(rollout("a", "q", "1").reward(0.4).done());
        records.add(rollout("b", "other", "2").reward(0).done());
        records.add(rollout("c", "q", "3").reward(1).done());
        records.add(rollout("d", "q", "4").reward(0).done());
        records.add(rollout("e", "q", "5").reward(0.9).done());
        records.add(rollout("f", "q", "6").done());

        assertThat(pairs(RewardPairs.DEFAULT)).containsExactly("c>d");
        assertThat(pairs(new RewardPairs(0.5, 5))).containsExactly("c>d", "e>a");
        assertThat(pairs(new RewardPairs(0.6, 5))).containsExactly("c>d");
    }

    @Test
    void thumbsAreRewardsWhereThereIsNoOther() throws IOException {
        records.add(rollout("a", "q", "1")
                .extra("rating", Json.MAPPER.getNodeFactory().stringNode("down"))
                .done());
        records.add(rollout("b", "q", "2")
                .extra("rating", Json.MAPPER.getNodeFactory().stringNode("up"))
                .done());

        assertThat(pairs(RewardPairs.DEFAULT)).containsExactly("b>a");
    }

    @Test
    void anotherBeginningIsNoPair() throws IOException {
        records.add(SampleTrajectories.begin()
                .system("Be short.")
                .user("q")
                .says("1")
                .reward(1)
                .done());
        records.add(SampleTrajectories.begin()
                .system("Be long.")
                .user("q")
                .says("2")
                .reward(0)
                .done());

        assertThat(pairs(RewardPairs.DEFAULT)).isEmpty();
    }

    @Test
    void theSameWordsAreNoPair() throws IOException {
        records.add(rollout("a", "q", "1").reward(1).done());
        records.add(rollout("b", "q", "1").reward(0).done());

        assertThat(pairs(RewardPairs.DEFAULT)).isEmpty();
    }

    @Test
    void theReportSaysWhatWasThere() throws IOException {
        records.add(rollout("a", "q", "1").reward(1).done());
        records.add(rollout("b", "q", "2").reward(0.9).done());
        records.add(rollout("c", "other", "2").done());

        assertThat(RewardPairs.DEFAULT.find(
                        Trajectories.of(records), Files.createTempDirectory(folder, "scratch"), pair -> {}))
                .isEqualTo(new RewardPairs.Report(3, 2, 1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new RewardPairs(0, 1));
    }
}
