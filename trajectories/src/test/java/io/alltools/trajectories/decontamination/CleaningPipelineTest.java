package io.alltools.trajectories.decontamination;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.trajectories.SampleTrajectories;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.curation.Pipeline;
import io.alltools.trajectories.dataset.Trajectories;
import io.alltools.trajectories.dedup.ExactDuplicates;
import io.alltools.trajectories.dedup.NearDuplicates;
import io.alltools.trajectories.dedup.Subject;
import io.alltools.trajectories.difficulty.DifficultyBalance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages that look for duplicates, test sets and difficulty, one after the other in one pipeline. */
class CleaningPipelineTest {

    private static final String LONG =
            "First the table is looked at, then the rows are counted by city, and in the end the largest is named: ";

    @TempDir
    Path folder;

    private static AtifTrajectory record(String id, String question, String answer, double reward) {
        return SampleTrajectories.asked(question)
                .says(answer)
                .id(id)
                .reward(reward)
                .done();
    }

    @Test
    void eachStageDropsItsOwn() throws IOException, InterruptedException {
        Path tests = Files.writeString(folder.resolve("test.jsonl"), "{\"question\":\"Which river is it?\"}\n");
        List<AtifTrajectory> records = List.of(
                record("copy", "Which city has most customers?", LONG + "Bonn", 0.5),
                record("kept", "Which city has most customers?", LONG + "Bonn", 1),
                record("near", "Which city has most customers!", LONG + "Bonn.", 0.9),
                record("test", "which river is it", "The Rhine", 1),
                record("hard", "What is the deepest lake?", "no idea", 0),
                record("other", "How many rows has the table of orders?", "Seven of them.", 1));
        List<String> kept = new ArrayList<>();

        Pipeline.of(
                        new ExactDuplicates(Subject.TRAJECTORY),
                        NearDuplicates.of(Subject.TRAJECTORY),
                        new Decontamination(NgramIndex.of(List.of(tests), TestFields.USUAL)),
                        DifficultyBalance.ALL.between(0.5, 1))
                .run(
                        Trajectories.of(records),
                        record -> kept.add(record.trajectoryId()),
                        Files.createDirectory(folder.resolve("scratch")),
                        Pipeline.Progress.NONE);

        assertThat(kept).containsExactly("kept", "other");
    }
}
