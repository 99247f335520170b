package io.alltools.trajectories.dedup;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.curation.SurveyStage;
import io.alltools.trajectories.curation.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Small trajectories, and a stage over all of them. */
final class Records {

    private Records() {}

    static AtifTrajectory record(String instruction, String answer, double reward, String task) {
        ObjectNode extra = Json.object();
        if (reward >= 0) {
            extra.put("reward", reward);
        }
        if (!task.isEmpty()) {
            extra.put("task", task).put("environment", "db");
        }
        return new AtifTrajectory(
                AtifTrajectory.SCHEMA_VERSION,
                "ses_1",
                "run_1",
                new AtifTrajectory.Agent("alltools", "dev", "glm-tiny", null),
                List.of(step(1, AtifTrajectory.Source.USER, instruction), step(2, AtifTrajectory.Source.AGENT, answer)),
                new AtifTrajectory.FinalMetrics(0, 0, 0, 2),
                extra);
    }

    private static AtifTrajectory.Step step(int id, AtifTrajectory.Source source, String text) {
        return new AtifTrajectory.Step(
                id,
                null,
                source,
                Json.MAPPER.getNodeFactory().stringNode(text),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** @return the reason for each record that was dropped, "" for the others */
    static List<String> run(SurveyStage stage, Path scratch, List<AtifTrajectory> records) throws IOException {
        try (SurveyStage.Survey survey = stage.begin(scratch)) {
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
}
