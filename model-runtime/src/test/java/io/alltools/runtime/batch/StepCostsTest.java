package io.alltools.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What runs cost, and when one run over a gap is dearer than two. */
class StepCostsTest {

    @Test
    void aLineIsFoundThroughWhatWasMeasured() {
        StepCosts costs = new StepCosts(null);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 300; i++) {
            int rows = random.nextInt(1, 9);
            costs.measured(rows, (long) (24_000_000 + 11_000_000 * rows + random.nextInt(-500_000, 500_000)));
        }
        assertThat(costs.of(1)).isCloseTo(35e6, within(1e6));
        assertThat(costs.of(8)).isCloseTo(112e6, within(2e6));
        assertThat(costs.rowsPerRun()).isCloseTo(24.0 / 11, within(0.2));
    }

    @Test
    void withOneNumberOfRowsTheUsualShareIsTaken() {
        StepCosts costs = new StepCosts(null);
        for (int i = 0; i < 50; i++) {
            costs.measured(1, 30_000_000);
        }
        assertThat(costs.of(1)).isCloseTo(30e6, within(1e3));
        assertThat(costs.rowsPerRun()).isCloseTo(StepCosts.FIXED_IN_ROWS, within(1e-6));
    }

    @Test
    void beforeAnythingIsMeasuredAnotherKindOfRunIsTheGuide() {
        StepCosts steps = new StepCosts(null);
        StepCosts verifications = new StepCosts(steps);
        assertThat(verifications.of(3)).isEqualTo(steps.of(3)).isPositive();
        steps.measured(1, 1_000_000);
        assertThat(verifications.of(3)).isEqualTo(steps.of(3));
        verifications.measured(3, 7_000_000);
        assertThat(verifications.of(3)).isCloseTo(7e6, within(1e3));
    }

    @Test
    void costsNeverFallWithRows() {
        StepCosts costs = new StepCosts(null);
        for (int rows = 1; rows <= 8; rows++) {
            costs.measured(rows, 1_000_000 - 10_000L * rows);
        }
        assertThat(costs.of(8)).isGreaterThanOrEqualTo(costs.of(1));
    }

    @Test
    void rowsAreSplitWhereAGapCostsMoreThanARun() {
        assertThat(runs(2, 0, 1, 2, 3)).containsExactly(List.of(0, 1, 2, 3));
        assertThat(runs(2, 0, 3, 6)).containsExactly(List.of(0, 3, 6));
        assertThat(runs(2, 0, 4, 5)).containsExactly(List.of(0), List.of(4, 5));
        assertThat(runs(0.5, 1, 3)).containsExactly(List.of(1), List.of(3));
        assertThat(runs(100, 0, 99)).containsExactly(List.of(0, 99));
        assertThat(runs(2)).isEmpty();
    }

    private static List<List<Integer>> runs(double rowsPerRun, int... indices) {
        List<Slot> slots = new ArrayList<>(
                IntStream.of(indices).mapToObj(i -> new Slot(i, 10)).toList());
        return Stepper.runs(slots, rowsPerRun).stream()
                .map(run -> run.stream().map(Slot::index).toList())
                .toList();
    }
}
