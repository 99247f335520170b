package io.alltools.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.web.EchoParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasksCommandTest {

    private static final String GOOD = "{\"question\": \"Two and two?\", \"answer\": \"2+2=<<2+2=4>>4.\\n#### 4\"}\n";

    /** With a python, which the environments of tasks want; none of these commands runs it. */
    private static final class PythonParts extends EchoParts {

        @Override
        public List<Tool> openTools(Lifetime lifetime) {
            return List.of(new Tool() {
                @Override
                public ToolSpec spec() {
                    return ToolSpec.builtIn("python", "runs Python", "code");
                }

                @Override
                public ToolResult call(String arguments, ToolContext context) {
                    throw new AssertionError("nothing is run here: " + arguments);
                }
            });
        }
    }

    @TempDir
    private Path folder;

    private DataCommands commands;

    @BeforeEach
    void begin() {
        commands = new DataCommands(new PythonParts(), folder);
    }

    @Test
    void anEntryThatCantBeUsedRefusesTheFileUnlessItIsToBeLeftOut() throws IOException {
        Path file = Files.writeString(folder.resolve("gsm.jsonl"), GOOD + "{\"question\": \"?\"}\n" + GOOD);
        Path output = folder.resolve("tasks.jsonl");

        assertThat(commands.run("tasks", "--env", "math", "--from", file, "--output", output))
                .isEqualTo(CommandLineApp.FAILED);
        assertThat(commands.err()).contains("gsm.jsonl line 2: \"answer\" is missing");
        assertThat(output).doesNotExist();

        assertThat(commands.run("tasks", "--env", "math", "--from", file, "--skip-unusable", "--output", output))
                .isEqualTo(CommandLineApp.OK);
        assertThat(commands.err())
                .contains("1 entry can't be used and was left out:")
                .contains("gsm.jsonl line 2: \"answer\" is missing")
                .contains("2 tasks written");
        assertThat(output).content().hasLineCount(2);
    }

    @Test
    void aLineThatIsNoTaskIsLeftOutOfGenerationWhereThatIsAsked() throws IOException {
        Path tasks = folder.resolve("tasks.jsonl");
        assertThat(commands.run("tasks", "--env", "db", "--count", 2, "--output", tasks))
                .isEqualTo(CommandLineApp.OK);
        List<String> lines = Files.readAllLines(tasks);
        Files.write(tasks, List.of(lines.get(0), "{\"id\": \"x\"}", lines.get(1)));
        Path rollouts = folder.resolve("rollouts.jsonl");

        assertThat(commands.run("generate", "--tasks", tasks, "--model", "oracle", "--output", rollouts))
                .isEqualTo(CommandLineApp.FAILED);
        assertThat(commands.err()).contains("tasks.jsonl, line 2: expected a task with id");

        assertThat(commands.run(
                        "generate", "--tasks", tasks, "--skip-unusable", "--model", "oracle", "--output", rollouts))
                .isEqualTo(CommandLineApp.OK);
        assertThat(commands.err()).contains("1 entry can't be used").contains("tasks.jsonl, line 2");
        assertThat(rollouts).content().hasLineCount(2);
    }

    @Test
    void whatIsMadeHasNothingToLeaveOut() {
        assertThat(commands.run("tasks", "--env", "math", "--skip-unusable")).isEqualTo(CommandLineApp.WRONG_USAGE);
        assertThat(commands.err()).contains("give --from too");
        assertThat(commands.run(
                        "generate",
                        "--env",
                        "math",
                        "--tasks",
                        1,
                        "--skip-unusable",
                        "--model",
                        "oracle",
                        "--output",
                        "x"))
                .isEqualTo(CommandLineApp.WRONG_USAGE);
        assertThat(commands.err()).contains("give --tasks FILE");
    }
}
