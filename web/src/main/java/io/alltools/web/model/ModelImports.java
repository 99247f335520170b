package io.alltools.web.model;

import io.alltools.runtime.LoadPlan;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.web.model.ImportJob.Phase;
import io.alltools.web.model.ImportJob.State;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Makes models of checkpoints in the background, one after another: each uses all cores. Jobs are known to the next
 * server, too; those that were not over by then are {@link State#INTERRUPTED}.
 */
public final class ModelImports implements AutoCloseable {

    /** Jobs that wait or go on. */
    public static final int MOST_AT_ONCE = 16;

    /** Jobs that are remembered, over or not. */
    private static final int MOST_KEPT = 50;

    private static final int CLOSE_SECONDS = 5;

    private final RuntimeOptions options;
    private final Map<String, String> environment;
    private final ImportRecord record;
    private final List<ImportWork> works = new ArrayList<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("model-import").daemon().factory());

    /**
     * @param options where to and for which device
     * @param file keeps the jobs
     * @param environment as {@link io.alltools.runtime.local.ModelFolders#hub} reads it
     */
    public ModelImports(RuntimeOptions options, Path file, Map<String, String> environment) {
        this.options = options;
        this.environment = environment;
        this.record = new ImportRecord(file);
        record.interrupted().forEach(job -> works.add(new ImportWork(job, null, this::changed)));
    }

    /**
     * Orders the import of a checkpoint on this machine.
     *
     * @param folder an absolute path
     * @throws IllegalArgumentException when it can't be one, or the quantisation is unknown
     * @throws IllegalStateException when too many jobs wait
     */
    public ImportJob ofFolder(String folder, String quantization) {
        Path path;
        try {
            path = Path.of(folder);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("folder \"" + folder + "\" is no path: " + e.getReason(), e);
        }
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("folder \"" + folder
                    + "\" is relative: expected the whole path of a folder on the server's machine");
        }
        if (!Files.isRegularFile(path.resolve("config.json"))) {
            throw new IllegalArgumentException("there is no checkpoint in " + path
                    + ": expected a folder with config.json and model.safetensors that the server may read");
        }
        return order(path.toString(), "", quantization);
    }

    /**
     * Orders the pull of a checkpoint and its import.
     *
     * @param repo OWNER/NAME
     */
    public ImportJob ofRepo(String repo, String quantization) {
        return order("", repo, quantization);
    }

    private synchronized ImportJob order(String folder, String repo, String quantization) {
        if (!quantization.equals("auto")) {
            var ignored = LoadPlan.quantization(quantization);
        }
        long going = works.stream().filter(work -> !work.job().state().over()).count();
        if (going >= MOST_AT_ONCE) {
            throw new IllegalStateException(
                    going + " imports wait already, of at most " + MOST_AT_ONCE + ": cancel one or try again later");
        }
        Instant now = Instant.now();
        ImportJob job = new ImportJob(
                "imp_" + UUID.randomUUID().toString().replace("-", "").substring(0, 20),
                folder,
                repo,
                quantization,
                State.QUEUED,
                Phase.WAITING,
                0,
                0,
                0,
                now,
                now,
                null,
                "",
                "",
                "");
        ImportWork work = new ImportWork(job, null, this::changed);
        works.add(work);
        forgetOld();
        changed();
        worker.execute(() -> work.run(options, environment));
        return job;
    }

    private void forgetOld() {
        for (int i = 0; i < works.size() && works.size() > MOST_KEPT; ) {
            if (works.get(i).job().state().over()) {
                works.remove(i);
            } else {
                i++;
            }
        }
    }

    /** The newest first. */
    public synchronized List<ImportJob> list() {
        return works.reversed().stream().map(ImportWork::job).toList();
    }

    public synchronized Optional<ImportJob> find(String id) {
        return work(id).map(ImportWork::job);
    }

    /** Ends a job that is not over and removes what it wrote; forgets one that is. False where there is none. */
    public boolean remove(String id) {
        Optional<ImportWork> work;
        synchronized (this) {
            work = work(id);
        }
        if (work.isEmpty()) {
            return false;
        }
        if (!work.get().cancel(State.CANCELLED)) {
            synchronized (this) {
                works.remove(work.get());
            }
            changed();
        }
        return true;
    }

    private Optional<ImportWork> work(String id) {
        return works.stream().filter(work -> work.job().id().equals(id)).findFirst();
    }

    private synchronized void changed() {
        record.write(works);
    }

    @Override
    public void close() {
        List<ImportWork> open;
        synchronized (this) {
            open = List.copyOf(works);
        }
        open.forEach(work -> work.cancel(State.INTERRUPTED));
        worker.shutdown();
        try {
            // So that what they wrote is removed.
            if (!worker.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        record.close();
    }
}
