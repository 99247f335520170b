package io.alltools.trajectories.generation;

import io.alltools.agent.Json;
import io.alltools.trajectories.environment.Task;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An actor's attempts at tasks, several at a time. */
public final class Generation {

    /** So many broken rollouts in a row, and it is the actor that is broken. */
    private static final int BROKEN_IN_A_ROW = 10;

    private final List<TaskList> tasks;
    private final GenerationSettings settings;
    private final Actor actor;
    private final int total;

    private int list;
    private int task;
    private int rollout;
    private int broken;
    private int brokenInARow;
    private String lastBroken = "";

    /** Runs once. */
    public Generation(List<TaskList> tasks, GenerationSettings settings, Actor actor) {
        this.tasks = List.copyOf(tasks);
        this.settings = settings;
        this.actor = actor;
        long all = tasks.stream().mapToLong(TaskList::size).sum() * settings.rollouts();
        if (all > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(all + " rollouts are too many for one file: expected at most "
                    + Integer.MAX_VALUE + ", make several files with other seeds");
        }
        this.total = (int) all;
    }

    /**
     * What decides the rollouts that a file may hold. The number of tasks and rollouts is not among it: a file can be
     * made to hold more.
     */
    public ObjectNode settings() {
        ObjectNode json = Json.object().put("actor", actor.name());
        ArrayNode environments = json.putArray("tasks");
        for (TaskList some : tasks) {
            environments
                    .addObject()
                    .put("environment", some.environment().name())
                    .put("origin", some.origin());
        }
        json.put("split", settings.split().id())
                .put("seed", settings.seed())
                .put("format", settings.form().id())
                .put("failures", settings.failures());
        json.set("sampling", Json.MAPPER.valueToTree(settings.sampling()));
        json.set("budget", Json.MAPPER.valueToTree(settings.budget()));
        // As it is when it is read back.
        return Json.parseObject(Json.write(json));
    }

    /**
     * Makes the rollouts that the file does not have yet.
     *
     * @param concurrency how many are made at a time
     * @param listener is told after each, by one thread at a time
     * @throws InterruptedException after an interrupt; what was done is in the file
     * @throws GenerationException when the actor can't be asked, again and again, or a task can't be used
     */
    public GenerationProgress run(RolloutFile file, int concurrency, Consumer<GenerationProgress> listener)
            throws InterruptedException, IOException {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency " + concurrency + " is out of range: expected 1 or more");
        }
        int earlier = file.size();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            ExecutorCompletionService<Void> working = new ExecutorCompletionService<>(workers);
            for (int i = 0; i < concurrency; i++) {
                working.submit(() -> {
                    work(file, earlier, listener);
                    return null;
                });
            }
            try {
                for (int i = 0; i < concurrency; i++) {
                    working.take().get();
                }
            } catch (ExecutionException e) {
                workers.shutdownNow();
                throw unwrapped(e);
            } catch (InterruptedException e) {
                workers.shutdownNow();
                throw e;
            }
        }
        return progress(file, earlier);
    }

    private static RuntimeException unwrapped(ExecutionException e) throws InterruptedException, IOException {
        return switch (e.getCause()) {
            case InterruptedException interrupted -> throw interrupted;
            case IOException io -> throw io;
            case RuntimeException runtime -> runtime;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(e);
        };
    }

    private record Next(TaskList list, Task task, int rollout) {}

    private void work(RolloutFile file, int earlier, Consumer<GenerationProgress> listener)
            throws InterruptedException, IOException {
        for (Next next = next(file); next != null; next = next(file)) {
            Rollout.Result result =
                    new Rollout(next.list().environment(), next.task(), next.rollout(), settings, actor).run();
            switch (result) {
                case Rollout.Result.Done done ->
                    file.add(next.task().id(), next.rollout(), done.trajectory(), done.reward());
                case Rollout.Result.Broken ignored -> {}
            }
            account(result);
            synchronized (listener) {
                listener.accept(progress(file, earlier));
            }
        }
    }

    private synchronized void account(Rollout.Result result) {
        switch (result) {
            case Rollout.Result.Done ignored -> brokenInARow = 0;
            case Rollout.Result.Broken failed -> {
                broken++;
                brokenInARow++;
                lastBroken = failed.reason();
            }
        }
        // One worker says so; the others just end, whichever of them has failed since.
        if (brokenInARow == BROKEN_IN_A_ROW) {
            throw new GenerationException(actor.name() + " failed " + brokenInARow
                    + " times in a row, the last time with: " + lastBroken
                    + "; mend that and give the same command to go on");
        }
    }

    private synchronized GenerationProgress progress(RolloutFile file, int earlier) {
        return new GenerationProgress(total, file.size(), earlier, broken, file.rewards());
    }

    /** The next rollout that is not there yet; null after the last, or when too many have failed. */
    private synchronized @Nullable Next next(RolloutFile file) {
        while (list < tasks.size() && brokenInARow < BROKEN_IN_A_ROW) {
            TaskList from = tasks.get(list);
            if (task < from.size()) {
                Task made = from.get(task);
                while (rollout < settings.rollouts()) {
                    if (!file.has(made.id(), rollout)) {
                        return new Next(from, made, rollout++);
                    }
                    rollout++;
                }
                rollout = 0;
                task++;
            } else {
                task = 0;
                list++;
            }
        }
        return null;
    }
}
