package io.alltools.trajectories.generation;

import io.alltools.agent.Agent;
import io.alltools.agent.ChatModel;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.RecordedRun;
import io.alltools.agent.RunRequest;
import io.alltools.agent.RunResult;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolPolicy;
import io.alltools.agent.Toolbox;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Environment;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.NoExpertException;
import io.alltools.trajectories.environment.Score;
import io.alltools.trajectories.environment.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** One attempt at a task, from a fresh world to its trajectory. */
final class Rollout {

    private static final String THINK =
            "Before each call, say in one or two sentences what you think and why this comes next.";

    private final Environment environment;
    private final Task task;
    private final int number;
    private final GenerationSettings settings;
    private final Actor actor;
    private final long seed;

    /** @param number counts the attempts at the task from 0 */
    Rollout(Environment environment, Task task, int number, GenerationSettings settings, Actor actor) {
        this.environment = environment;
        this.task = task;
        this.number = number;
        this.settings = settings;
        this.actor = actor;
        this.seed = Seeds.of(settings.seed(), task.id(), number);
    }

    /** What came of it. */
    sealed interface Result {

        record Done(AtifTrajectory trajectory, double reward) implements Result {}

        /** The actor could not be asked; the attempt says nothing about it. */
        record Broken(String reason) implements Result {}
    }

    /** @throws GenerationException when the oracle is asked and there is none for this task */
    Result run() throws InterruptedException {
        Path folder = temporaryFolder();
        try (Episode episode = environment.reset(task)) {
            Faults faults = new Faults(settings.failures(), random("faults"));
            List<Tool> tools = faults.among(episode.tools());
            List<JournalEntry> entries = new ArrayList<>();
            String run = UUID.nameUUIDFromBytes(
                            (actor.name() + "\n" + settings.seed() + "\n" + task.id() + "\n" + number)
                                    .getBytes(StandardCharsets.UTF_8))
                    .toString();
            try (Toolbox toolbox = new Toolbox(tools)) {
                RunRequest request = new RunRequest(
                        run,
                        run,
                        folder,
                        messages(episode),
                        settings.sampling().withSeed(seed & Long.MAX_VALUE),
                        settings.budget());
                // The world is the episode's own: nothing that a call does lasts or leaves it.
                RunResult result = Agent.of(model(episode, toolbox), toolbox, entries::add)
                        .withPolicy(ToolPolicy.allowListed())
                        .run(request, entry -> {});
                toolbox.endSession(run);
                return switch (result.outcome().kind()) {
                    case ANSWERED, BUDGET_EXHAUSTED, REFUSED, NEEDS_INPUT -> done(entries, episode, result);
                    case FAILED -> new Result.Broken(result.outcome().detail());
                    case CANCELLED -> throw new InterruptedException("the rollout was stopped");
                };
            }
        } catch (NoExpertException e) {
            throw new GenerationException("the oracle can't do the task " + task.id() + ": " + e.getMessage(), e);
        } finally {
            delete(folder);
        }
    }

    private List<Message> messages(Episode episode) {
        List<Message> messages = new ArrayList<>(episode.messages());
        if (!(messages.getFirst() instanceof Message.System system)) {
            throw new IllegalStateException("environment " + environment.name() + " begins task " + task.id()
                    + " without a system message: expected one first");
        }
        if (settings.form() == RolloutForm.NATIVE) {
            messages.set(0, Message.system(system.text() + "\n\n" + THINK));
        }
        return List.copyOf(messages);
    }

    private ChatModel model(Episode episode, Toolbox toolbox) {
        return switch (actor) {
            case Actor.Oracle ignored -> new OracleModel(expert(episode, toolbox), settings.form());
            case Actor.Model model ->
                switch (settings.form()) {
                    case NATIVE -> new TokenRecording(model.model());
                    case REACT -> new ReactModel(new TokenRecording(model.model()));
                };
        };
    }

    private Expert expert(Episode episode, Toolbox toolbox) {
        Expert expert = settings.form() == RolloutForm.REACT ? new SingleCalls(episode.expert()) : episode.expert();
        return settings.failures() == 0
                ? expert
                : new Recovery(
                        expert,
                        new Mistakes(toolbox.specs(), random("mistakes")),
                        settings.failures(),
                        random("recovery"));
    }

    private RandomGenerator random(String part) {
        return new SplittableRandom(Seeds.of(seed, part, 0));
    }

    private Result done(List<JournalEntry> entries, Episode episode, RunResult result) {
        Score score = episode.score(Attempt.of(result));
        AtifTrajectory recorded = AtifTrajectory.of(entries);
        AtifTrajectory formed = switch (settings.form()) {
            case NATIVE -> recorded;
            case REACT -> ReactTrajectory.of(RecordedRun.of(entries), recorded);
        };
        ObjectNode extra = formed.extra().deepCopy();
        extra.put("task", task.id());
        extra.put("environment", environment.name());
        extra.put("split", task.split().id());
        extra.put("rollout", number);
        extra.put("actor", actor instanceof Actor.Oracle ? Actor.ORACLE : "model");
        extra.put("format", settings.form().id());
        extra.put("reward", score.reward());
        extra.set("score", Json.MAPPER.valueToTree(score));
        extra.set("gold", Json.MAPPER.valueToTree(task.gold()));
        return new Result.Done(formed.withExtra(extra), score.reward());
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("alltools-rollout-");
        } catch (IOException e) {
            throw new UncheckedIOException("a rollout needs a temporary folder, and none can be made", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a rollout's temporary folder can't be removed: " + folder, e);
        }
    }
}
