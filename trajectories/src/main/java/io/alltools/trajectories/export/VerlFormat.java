package io.alltools.trajectories.export;

import static io.alltools.trajectories.export.ColumnType.Scalar.INTEGER;
import static io.alltools.trajectories.export.ColumnType.Scalar.NUMBER;
import static io.alltools.trajectories.export.ColumnType.list;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * verl's rollouts: {@code {"prompt_ids", "response_ids", "response_mask", "response_logprobs", "reward_score",
 * "num_turns"}} of the very tokens that the model read and wrote.
 *
 * <p>{@code prompt_ids} is the first step's prompt; all later tokens are the response, with 1 in the mask for those
 * that the model wrote in a turn that is trained on and 0 for the rest. Log probabilities are there when each written
 * token's was recorded, with 0.0 for the tokens that were not written; {@code reward_score} is there when the
 * trajectory has a reward. A run that came to no answer is a rollout as well: its reward says what it was worth.
 *
 * <p>Source: volcengine/verl, verl/experimental/agent_loop/agent_loop.py, {@code AgentLoopOutput}.
 */
final class VerlFormat implements TrajectoryFormat {

    @Override
    public String name() {
        return "verl";
    }

    @Override
    public String description() {
        return "verl's rollouts of recorded token ids: prompt_ids, response_ids and response_mask.";
    }

    @Override
    public Set<Loss.Kind> losses() {
        return Set.of(Loss.Kind.NOTHING_TO_LEARN, Loss.Kind.NO_TOKEN_IDS, Loss.Kind.CONTEXT_BREAK);
    }

    @Override
    public ColumnType.Fields columns() {
        return ColumnType.fields()
                .with("prompt_ids", list(INTEGER))
                .with("response_ids", list(INTEGER))
                .with("response_mask", list(INTEGER))
                .with("response_logprobs", list(NUMBER))
                .with("reward_score", NUMBER)
                .with("num_turns", INTEGER);
    }

    @Override
    public ExportResult of(AtifTrajectory trajectory, ExportOptions options) {
        List<Loss> losses = new ArrayList<>();
        List<Rollout> rollouts = new ArrayList<>();
        int turns = 0;
        for (AtifTrajectory.Step step : trajectory.steps()) {
            turns += 1
                    + (step.observation() == null
                            ? 0
                            : step.observation().results().size());
            AtifTrajectory.Metrics metrics = step.metrics();
            if (step.source() != AtifTrajectory.Source.AGENT || Boolean.TRUE.equals(step.copiedContext())) {
                continue;
            }
            if (metrics == null || metrics.promptTokenIds() == null || metrics.completionTokenIds() == null) {
                losses.add(new Loss(
                        Loss.Kind.NO_TOKEN_IDS,
                        step.stepId(),
                        "step " + step.stepId() + " was recorded without its token ids"));
                continue;
            }
            if (rollouts.isEmpty() || !rollouts.getLast().continuedBy(metrics.promptTokenIds())) {
                if (!rollouts.isEmpty()) {
                    losses.add(new Loss(
                            Loss.Kind.CONTEXT_BREAK,
                            step.stepId(),
                            "the prompt of step " + step.stepId() + " does not continue the step before it"));
                }
                rollouts.add(new Rollout(metrics.promptTokenIds()));
            }
            rollouts.getLast()
                    .add(
                            metrics,
                            step.extra() == null || step.extra().path("loss").asBoolean(true));
            rollouts.getLast().turns(turns);
        }
        List<Rollout> learnt = rollouts.stream().filter(Rollout::isTrained).toList();
        if (learnt.isEmpty()) {
            losses.add(new Loss(Loss.Kind.NOTHING_TO_LEARN, 0, "no step with token ids is to be trained on"));
        }
        return ExportResult.of(
                losses,
                options,
                () -> learnt.stream().map(rollout -> rollout.row(trajectory)).toList());
    }

    /** A stretch of steps of which each continues the one before it. */
    private static final class Rollout {

        private final List<Integer> prompt;
        private final List<Integer> response = new ArrayList<>();
        private final List<Integer> mask = new ArrayList<>();
        private final List<Double> logprobs = new ArrayList<>();
        private boolean allLogprobs = true;
        private int turns;

        Rollout(List<Integer> prompt) {
            this.prompt = List.copyOf(prompt);
        }

        boolean continuedBy(List<Integer> next) {
            int length = prompt.size() + response.size();
            return next.size() >= length
                    && next.subList(0, prompt.size()).equals(prompt)
                    && next.subList(prompt.size(), length).equals(response);
        }

        void add(AtifTrajectory.Metrics metrics, boolean trained) {
            List<Integer> next = metrics.promptTokenIds();
            List<Integer> written = metrics.completionTokenIds();
            if (next == null || written == null) {
                throw new IllegalArgumentException("a step without token ids is no part of a rollout");
            }
            for (int id : next.subList(prompt.size() + response.size(), next.size())) {
                response.add(id);
                mask.add(0);
                logprobs.add(0.0);
            }
            response.addAll(written);
            written.forEach(id -> mask.add(trained ? 1 : 0));
            if (metrics.logprobs() != null && metrics.logprobs().size() == written.size()) {
                logprobs.addAll(metrics.logprobs());
            } else {
                allLogprobs = false;
            }
        }

        void turns(int turns) {
            this.turns = turns;
        }

        boolean isTrained() {
            return mask.contains(1);
        }

        ObjectNode row(AtifTrajectory trajectory) {
            ObjectNode row = Json.object();
            row.set("prompt_ids", Json.MAPPER.valueToTree(prompt));
            row.set("response_ids", Json.MAPPER.valueToTree(response));
            row.set("response_mask", Json.MAPPER.valueToTree(mask));
            if (allLogprobs) {
                row.set("response_logprobs", Json.MAPPER.valueToTree(logprobs));
            }
            if (trajectory.extra() != null && trajectory.extra().path("reward").isNumber()) {
                row.put("reward_score", trajectory.extra().path("reward").asDouble());
            }
            return row.put("num_turns", turns);
        }
    }
}
