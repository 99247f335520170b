package io.alltools.trajectories.os;

import io.alltools.trajectories.shell.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a task is judged, by the rules of AgentBench ({@code src/server/tasks/os_interaction/task.py}): an answer that
 * matches, or checks of which each gets the answer and what the ones before it printed, and says by its exit status
 * whether it is content.
 */
sealed interface Evaluation {

    /** @param answer null as one who finished without an answer gave none */
    boolean accepts(@Nullable String answer, Sandbox sandbox) throws InterruptedException;

    /** @param regex whether the text is searched for as a regular expression; else the answer is to be equal */
    record Match(String text, boolean regex, boolean strip) implements Evaluation {
        @Override
        public boolean accepts(@Nullable String answer, Sandbox sandbox) {
            if (answer == null) {
                return false;
            }
            String said = strip ? answer.strip() : answer;
            return regex ? Pattern.compile(text).matcher(said).find() : said.equals(text);
        }
    }

    record Check(List<Step> steps) implements Evaluation {
        @Override
        public boolean accepts(@Nullable String answer, Sandbox sandbox) throws InterruptedException {
            List<String> parameters = new ArrayList<>();
            // As Python writes the absence of an answer.
            parameters.add(answer == null ? "None" : answer);
            for (Step step : steps) {
                switch (step) {
                    case Step.Script script -> {
                        Sandbox.Result result = sandbox.runApart(script.code(), parameters);
                        if (result.status() != 0) {
                            return false;
                        }
                        parameters.add(result.output());
                    }
                    case Step.Rule rule -> {
                        String expected = parameters.size() > 1 ? parameters.get(1) : "";
                        if (!Rules.hold(rule.name(), parameters.get(0), expected)) {
                            return false;
                        }
                        parameters.add("");
                    }
                }
            }
            return true;
        }
    }

    /** A step of a check. */
    sealed interface Step {

        /** A shell script; the answer is {@code $1}. */
        record Script(String code) implements Step {}

        /** One of AgentBench's Python checks, by the name of its file. */
        record Rule(String name) implements Step {}
    }

    /** @throws IllegalArgumentException when the data is of another form */
    static Evaluation of(ObjectNode data) {
        JsonNode match = data.path("match");
        if (match.isObject()) {
            boolean regex = match.has("regex");
            return new Match(
                    match.path(regex ? "regex" : "answer").asString(""),
                    regex,
                    match.path("strip").asBoolean(true));
        }
        JsonNode check = data.path("check");
        if (!check.isArray() || check.isEmpty()) {
            throw new IllegalArgumentException("evaluation " + data + ": expected \"match\" or \"check\"");
        }
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : check) {
            steps.add(
                    step.has("rule")
                            ? new Step.Rule(Rules.known(step.path("rule").asString("")))
                            : new Step.Script(step.path("code").asString("")));
        }
        return new Check(steps);
    }
}
