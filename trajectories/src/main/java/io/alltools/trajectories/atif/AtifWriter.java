package io.alltools.trajectories.atif;

import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.RecordedRun;
import io.alltools.agent.RecordedStep;
import io.alltools.agent.RunEvent;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Usage;
import io.alltools.trajectories.ProjectVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Turns one recorded run into a trajectory; used once. */
final class AtifWriter {

    private static final String AGENT = "alltools";

    private final RecordedRun run;
    private final Map<String, ToolSpec> specs = new HashMap<>();
    private final List<AtifTrajectory.Step> steps = new ArrayList<>();

    AtifWriter(RecordedRun run) {
        this.run = run;
        run.started().tools().forEach(spec -> specs.put(spec.name(), spec));
    }

    AtifTrajectory write() {
        List<Message> messages = run.started().messages();
        // The last message is this run's input; a system message is repeated in each run and not "copied" by it.
        for (int i = 0; i < messages.size(); i++) {
            given(messages, i);
        }
        run.steps().forEach(this::made);
        Usage usage = run.usage();
        return new AtifTrajectory(
                AtifTrajectory.SCHEMA_VERSION,
                run.started().sessionId(),
                run.runId(),
                new AtifTrajectory.Agent(
                        AGENT, ProjectVersion.get(), run.started().model(), toolDefinitions()),
                List.copyOf(steps),
                new AtifTrajectory.FinalMetrics(
                        usage.promptTokens(), usage.completionTokens(), usage.cachedTokens(), steps.size()),
                extra());
    }

    /** A message that the run began with. */
    private void given(List<Message> messages, int index) {
        boolean input = index == messages.size() - 1;
        Instant at = input ? run.startedAt() : null;
        Boolean copied = input ? null : Boolean.TRUE;
        switch (messages.get(index)) {
            case Message.System m -> steps.add(plain(null, AtifTrajectory.Source.SYSTEM, m.content(), null));
            case Message.User m -> steps.add(plain(at, AtifTrajectory.Source.USER, m.content(), copied));
            case Message.Assistant m ->
                steps.add(new AtifTrajectory.Step(
                        steps.size() + 1,
                        at,
                        AtifTrajectory.Source.AGENT,
                        Json.MAPPER.getNodeFactory().stringNode(m.text()),
                        null,
                        toolCalls(m.calls()),
                        observations(m.calls(), messages.subList(index + 1, messages.size())),
                        null,
                        null,
                        copied,
                        Json.object().put("loss", false)));
            // Stands in the step of the call that it answers.
            case Message.Observation ignored -> {}
        }
    }

    private AtifTrajectory.Step plain(
            @Nullable Instant at, AtifTrajectory.Source source, List<Part> content, @Nullable Boolean copied) {
        return new AtifTrajectory.Step(
                steps.size() + 1, at, source, AtifContent.of(content), null, null, null, null, null, copied, null);
    }

    /** A turn that the model made in this run. */
    private void made(RecordedStep step) {
        ObjectNode extra = Json.object();
        // Only a turn that came to its end can be learned from, and no answer that was not accepted.
        extra.put("loss", step.finishReason() != null && step.rejected() == null);
        if (step.finishReason() != null) {
            extra.put("finish_reason", step.finishReason().name().toLowerCase(Locale.ROOT));
        }
        List<AtifTrajectory.Result> results =
                step.results().stream().map(this::result).toList();
        steps.add(new AtifTrajectory.Step(
                steps.size() + 1,
                step.at(),
                AtifTrajectory.Source.AGENT,
                Json.MAPPER.getNodeFactory().stringNode(step.text()),
                step.reasoning().isEmpty() ? null : step.reasoning(),
                toolCalls(step.calls()),
                results.isEmpty() ? null : new AtifTrajectory.Observation(results),
                new AtifTrajectory.Metrics(
                        step.usage().promptTokens(),
                        step.usage().completionTokens(),
                        step.usage().cachedTokens(),
                        step.tokens() == null ? null : step.tokens().prompt(),
                        step.tokens() == null ? null : step.tokens().completion(),
                        step.tokens() == null || step.tokens().logprobs().isEmpty()
                                ? null
                                : step.tokens().logprobs(),
                        null),
                1,
                null,
                extra));
        if (step.rejected() != null) {
            rejected(step.rejected());
        }
    }

    /** What the model was told because its answer was not accepted. */
    private void rejected(String problem) {
        steps.add(new AtifTrajectory.Step(
                steps.size() + 1,
                null,
                AtifTrajectory.Source.USER,
                Json.MAPPER.getNodeFactory().stringNode(problem),
                null,
                null,
                null,
                null,
                null,
                null,
                Json.object().put("answer_rejected", true)));
    }

    private @Nullable List<AtifTrajectory.ToolCall> toolCalls(List<ToolCall> calls) {
        return calls.isEmpty() ? null : calls.stream().map(this::toolCall).toList();
    }

    private AtifTrajectory.ToolCall toolCall(ToolCall call) {
        ToolSpec spec = specs.get(call.name());
        if (spec != null && spec.kind() == ToolSpec.Kind.BUILT_IN) {
            ObjectNode arguments = Json.object();
            arguments.put(
                    spec.parameters().path("properties").propertyNames().stream()
                            .findFirst()
                            .orElse("content"),
                    call.arguments());
            return new AtifTrajectory.ToolCall(call.id(), call.name(), arguments, null);
        }
        try {
            ObjectNode arguments = Json.parseObject(call.arguments());
            boolean spelledSo = Json.write(arguments).equals(call.arguments());
            return new AtifTrajectory.ToolCall(
                    call.id(),
                    call.name(),
                    arguments,
                    spelledSo ? null : Json.object().put("raw_arguments", call.arguments()));
        } catch (IllegalArgumentException e) {
            return new AtifTrajectory.ToolCall(
                    call.id(), call.name(), Json.object(), Json.object().put("raw_arguments", call.arguments()));
        }
    }

    private AtifTrajectory.@Nullable Observation observations(List<ToolCall> calls, List<Message> after) {
        List<AtifTrajectory.Result> results = new ArrayList<>();
        for (Message message : after) {
            if (message instanceof Message.Observation o && calls.stream().anyMatch(c -> c.id().equals(o.callId()))) {
                results.add(result(o));
            }
        }
        return results.isEmpty() ? null : new AtifTrajectory.Observation(results);
    }

    private AtifTrajectory.Result result(RunEvent.ToolCallFinished finished) {
        AtifTrajectory.Result result = result(finished.result().toObservation(finished.callId()));
        result.extra().put("millis", finished.millis());
        if (finished.result() instanceof ToolResult.Failed failed) {
            result.extra().put("failure", failed.kind().name().toLowerCase(Locale.ROOT));
        }
        return result;
    }

    private AtifTrajectory.Result result(Message.Observation observation) {
        ObjectNode extra = Json.object();
        extra.put("trust", observation.trust().name().toLowerCase(Locale.ROOT));
        List<Part> parts = observation.passages().stream()
                .flatMap(p -> p.content().stream())
                .toList();
        boolean oneText = observation.passages().size() == 1
                && parts.size() == 1
                && observation.passages().getFirst().metadata().isEmpty();
        if (!oneText) {
            var passages = extra.putArray("passages");
            for (Passage passage : observation.passages()) {
                passages.addObject()
                        .put("metadata", passage.metadata())
                        .put("parts", passage.content().size());
            }
        }
        return new AtifTrajectory.Result(observation.callId(), AtifContent.of(parts), extra);
    }

    private @Nullable List<ObjectNode> toolDefinitions() {
        List<ToolSpec> tools = run.started().tools();
        if (tools.isEmpty()) {
            return null;
        }
        return tools.stream()
                .map(spec -> {
                    ObjectNode definition = Json.object().put("type", "function");
                    definition
                            .putObject("function")
                            .put("name", spec.name())
                            .put("description", spec.description())
                            .set("parameters", spec.parameters());
                    return definition;
                })
                .toList();
    }

    private ObjectNode extra() {
        ObjectNode extra = Json.object();
        ObjectNode outcome = extra.putObject("outcome");
        RunEvent.RunFinished finished = run.finished();
        if (finished == null) {
            outcome.put("kind", "incomplete").put("detail", "the end of the run was never recorded");
        } else {
            outcome.put("kind", finished.outcome().kind().name().toLowerCase(Locale.ROOT))
                    .put("detail", finished.outcome().detail());
        }
        extra.set("tools", Json.MAPPER.valueToTree(run.started().tools()));
        extra.set("sampling", Json.MAPPER.valueToTree(run.started().sampling()));
        extra.put("seed", run.started().sampling().seed());
        extra.set("budget", Json.MAPPER.valueToTree(run.started().budget()));
        return extra;
    }
}
