package io.alltools.trajectories.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExactDuplicatesTest {

    @TempDir
    Path scratch;

    @Test
    void theBestRewardStaysAndAmongEqualsTheFirst() throws IOException {
        assertThat(Records.run(
                        new ExactDuplicates(Subject.TRAJECTORY),
                        scratch,
                        List.of(
                                Records.record("q", "a", 0.5, ""),
                                Records.record("q ", "a\n", 1, ""),
                                Records.record("q", "a", 1, ""),
                                Records.record("q", "b", 1, ""),
                                Records.record("q", "a", -1, ""))))
                .containsExactly("duplicate_trajectory", "", "duplicate_trajectory", "", "duplicate_trajectory");
    }

    @Test
    void theSameAnswerToAnotherQuestionIsNoDuplicate() throws IOException {
        assertThat(Records.run(
                        new ExactDuplicates(Subject.TRAJECTORY),
                        scratch,
                        List.of(Records.record("2 + 2?", "4", 1, ""), Records.record("1 + 3?", "4", 1, ""))))
                .containsExactly("", "");
    }

    @Test
    void rolloutsOfTheTaskThatIsKeptStay() throws IOException {
        assertThat(Records.run(
                        new ExactDuplicates(Subject.TASK),
                        scratch,
                        List.of(
                                Records.record("q", "a", 0, "db/train/1/1"),
                                Records.record("q", "b", 1, "db/train/1/2"),
                                Records.record("q", "c", 0, "db/train/1/2"),
                                Records.record("other", "c", 0, "db/train/1/3"))))
                .containsExactly("duplicate_task", "", "", "");
    }

    @Test
    void recordsWithoutAnInstructionAreNoDuplicates() throws IOException {
        assertThat(Records.run(
                        new ExactDuplicates(Subject.TASK),
                        scratch,
                        List.of(Records.record("", "a", 1, ""), Records.record(" ", "b", 1, ""))))
                .containsExactly("", "");
    }

    @Test
    void noRecordsAreFine() throws IOException {
        assertThat(Records.run(new ExactDuplicates(Subject.TASK), scratch, List.of()))
                .isEmpty();
    }
}
