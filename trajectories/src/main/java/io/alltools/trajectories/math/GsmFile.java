package io.alltools.trajectories.math;

import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.environment.TaskLines;
import io.alltools.trajectories.environment.Unusable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * GSM8K's file of problems, one a line: {@code question}, and {@code answer} with the steps, of which each sum stands
 * as {@code <<48/2=24>>}, and with {@code #### 72} at the end.
 */
final class GsmFile {

    private static final Pattern SUM = Pattern.compile("<<([^<>=]*+)=[^<>]*+>>");
    private static final Pattern ARITHMETIC = Pattern.compile("[0-9.+\\-*/() ]++");

    private GsmFile() {}

    static List<Task> read(Path file, Split split, Unusable unusable) throws IOException {
        String name = file.getFileName().toString().replaceFirst("\\.jsonl?$", "");
        return TaskLines.read(
                file,
                (line, number) ->
                        MathEnvironment.task("math/" + split.id() + "/" + name + "-" + number, split, problem(line)),
                unusable);
    }

    private static Problem problem(ObjectNode line) {
        String answer = TaskLines.text(line, "answer");
        BigDecimal number = FinalNumber.of(answer)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"answer\" ends without a number behind ####: expected such as \"… #### 72\""));
        String steps = answer.substring(0, answer.lastIndexOf("####"));
        return new Problem(
                TaskLines.text(line, "question"),
                SUM.matcher(steps).replaceAll("").strip(),
                code(steps),
                number,
                "");
    }

    /** The sums of the steps; empty when there are none that Python could do. */
    private static String code(String steps) {
        List<String> lines = new ArrayList<>();
        Matcher sum = SUM.matcher(steps);
        while (sum.find()) {
            if (ARITHMETIC.matcher(sum.group(1)).matches()) {
                lines.add("print(" + sum.group(1).strip() + ")");
            }
        }
        return String.join("\n", lines);
    }
}
