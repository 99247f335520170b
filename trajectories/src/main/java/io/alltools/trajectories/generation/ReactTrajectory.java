package io.alltools.trajectories.generation;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.RecordedRun;
import io.alltools.agent.RecordedStep;
import io.alltools.agent.RunEvent;
import io.alltools.agent.ToolResult;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run in the form in which its actor saw it: text of two sides, and no tools. A turn whose call failed has the
 * failure's kind as {@code failure} in its {@code extra}.
 */
final class ReactTrajectory {

    private final RecordedRun run;
    private final AtifTrajectory recorded;
    private final List<AtifTrajectory.Step> steps = new ArrayList<>();

    private ReactTrajectory(RecordedRun run, AtifTrajectory recorded) {
        this.run = run;
        this.recorded = recorded;
    }

    static AtifTrajectory of(RecordedRun run, AtifTrajectory recorded) {
        return new ReactTrajectory(run, recorded).write();
    }

    private AtifTrajectory write() {
        List<Message> given =
                ReactText.render(run.started().messages(), run.started().tools(), List.of());
        List<AtifTrajectory.Step> begun = recorded.steps().stream()
                .filter(step -> step.llmCallCount() == null && !isRejection(step))
                .toList();
        for (int i = 0; i < given.size(); i++) {
            add(begun.get(i).withMessage(text(given.get(i).text())));
        }
        List<AtifTrajectory.Step> made = recorded.steps().stream()
                .filter(step -> step.llmCallCount() != null)
                .toList();
        for (int i = 0; i < made.size(); i++) {
            turn(made.get(i), run.steps().get(i));
        }
        ObjectNode extra = recorded.extra().deepCopy();
        extra.putArray("tools");
        AtifTrajectory.Agent agent = recorded.agent();
        return new AtifTrajectory(
                recorded.schemaVersion(),
                recorded.sessionId(),
                recorded.trajectoryId(),
                new AtifTrajectory.Agent(agent.name(), agent.version(), agent.modelName(), null),
                List.copyOf(steps),
                recorded.finalMetrics(),
                extra);
    }

    private void turn(AtifTrajectory.Step step, RecordedStep said) {
        ObjectNode extra = step.extra() == null ? Json.object() : step.extra().deepCopy();
        List<AtifTrajectory.Step> results = new ArrayList<>();
        String text = ReactText.answer(said.reasoning(), said.text());
        for (var call : said.calls()) {
            text = ReactText.action(said.reasoning(), call.name(), call.arguments());
            RunEvent.ToolCallFinished finished = said.resultOf(call.id()).orElse(null);
            if (finished != null) {
                if (finished.result() instanceof ToolResult.Failed failed) {
                    extra.put("failure", failed.kind().name().toLowerCase(Locale.ROOT));
                }
                results.add(observed(ReactText.observation(
                        finished.result().toObservation(call.id()).passages())));
            }
        }
        add(step.withMessage(text(text))
                .withReasoning(null)
                .withToolCalls(null)
                .withObservation(null)
                .withExtra(extra));
        results.forEach(this::add);
        if (said.rejected() != null) {
            add(observed(said.rejected()).withExtra(Json.object().put("answer_rejected", true)));
        }
    }

    private static boolean isRejection(AtifTrajectory.Step step) {
        return step.extra() != null && step.extra().path("answer_rejected").asBoolean(false);
    }

    private static AtifTrajectory.Step observed(String text) {
        return new AtifTrajectory.Step(
                0, null, AtifTrajectory.Source.USER, text(text), null, null, null, null, null, null, null);
    }

    private void add(AtifTrajectory.Step step) {
        steps.add(step.withId(steps.size() + 1));
    }

    private static JsonNode text(String text) {
        return Json.MAPPER.getNodeFactory().stringNode(text);
    }
}
