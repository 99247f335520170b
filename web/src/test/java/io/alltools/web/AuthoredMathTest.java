package io.alltools.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.trajectories.environment.AuthoredTasks;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.web.generation.Environments;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gold programs of written problems run in the interpreter that the application's agents use. */
class AuthoredMathTest {

    @TempDir
    Path home;

    @Test
    void aWrittenProblemHasTheAnswerThatItsProgramPrints() {
        ProjectParts parts = new ProjectParts(Map.of("ALLTOOLS_HOME", home.toString()));
        try (Environments environments = Environments.open(parts, 1)) {
            AuthoredTasks math =
                    (AuthoredTasks) environments.named(List.of("math")).getFirst();
            Task world = math.task(Split.TRAIN, 3, 0);

            Task written = math.authored(world, "math/train/written/3/0", "What is it?", """
                    boxes = {'red': 3, 'blue': 4}
                    print(sum(boxes.values()))
                    print(sum(n * 2 for n in boxes.values()))
                    """);

            assertThat(written.gold()).containsExactly("14");
            refused(math, world, "import random\nprint(random.randrange(10**12))", "prints another number each time");
            refused(math, world, "print(1)\n1 / 0", "last line is \"ZeroDivisionError: division by zero\"");
            refused(math, world, "open('n', 'w').write('7')\nprint(7)", "last line is \"[files written");
            refused(math, world, "print('14 boxes')", "last line is \"14 boxes\"");
        }
    }

    private static void refused(AuthoredTasks math, Task world, String program, String why) {
        assertThatThrownBy(() -> math.authored(world, "math/train/written/3/1", "What is it?", program))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
