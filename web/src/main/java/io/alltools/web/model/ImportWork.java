package io.alltools.web.model;

import io.alltools.runtime.LoadListener;
import io.alltools.runtime.LoadPlan;
import io.alltools.runtime.RuntimeOptions;
import io.alltools.runtime.chat.ChatTemplate;
import io.alltools.runtime.checkpoint.Checkpoint;
import io.alltools.runtime.graph.ImportSource;
import io.alltools.runtime.graph.ImportedModel;
import io.alltools.runtime.graph.ModelImporter;
import io.alltools.runtime.graph.StoredImport;
import io.alltools.runtime.hub.PullProgress;
import io.alltools.runtime.local.ModelFolders;
import io.alltools.web.model.ImportJob.Phase;
import io.alltools.web.model.ImportJob.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Does one job, as {@code alltools model pull} and {@code import} do it, and knows how far it is. */
final class ImportWork implements LoadListener, PullProgress {

    private final Runnable changed;
    private ImportJob job;
    private volatile boolean cancelled;
    private @Nullable Path unfinished;
    private @Nullable Thread thread;

    /** @param changed is called when something is to be kept */
    ImportWork(ImportJob job, @Nullable Path unfinished, Runnable changed) {
        this.job = job;
        this.unfinished = unfinished;
        this.changed = changed;
    }

    synchronized ImportJob job() {
        return job;
    }

    /** Where it writes; null when nothing is left of that. */
    synchronized @Nullable Path unfinished() {
        return unfinished;
    }

    /** Returns when it is over; {@link #job} says how it ended. */
    void run(RuntimeOptions options, Map<String, String> environment) {
        synchronized (this) {
            if (job.state() != State.QUEUED) {
                return;
            }
            thread = Thread.currentThread();
            job = with(State.RUNNING, Phase.CHECKING);
        }
        changed.run();
        State end = State.DONE;
        String problem = "";
        String model = "";
        try {
            model = imported(options, environment);
        } catch (RuntimeException | Error e) {
            end = cancelled ? State.CANCELLED : State.FAILED;
            problem = cancelled ? "" : String.valueOf(e.getMessage());
        }
        synchronized (this) {
            thread = null;
            // Whatever an interrupt met, the next job begins without it.
            boolean ignored = Thread.interrupted();
            if (!job.state().over()) {
                unfinished = null;
                job = ended(end, problem, model);
            }
        }
        changed.run();
    }

    /** Ends it; what it wrote is removed by its own thread. False when it was over. */
    boolean cancel(State as) {
        synchronized (this) {
            if (job.state().over()) {
                return false;
            }
            cancelled = true;
            if (job.state() == State.QUEUED || as == State.INTERRUPTED) {
                job = ended(as, "", "");
            }
            if (thread != null) {
                thread.interrupt();
            }
        }
        changed.run();
        return true;
    }

    private String imported(RuntimeOptions options, Map<String, String> environment) {
        Path folder;
        if (job().repo().isEmpty()) {
            folder = Path.of(job().folder());
        } else {
            phase(Phase.PULLING);
            folder = ModelFolders.hub(options.cache(), environment)
                    .pull(job().repo(), ModelFolders.DEFAULT_REVISION, this);
            phase(Phase.CHECKING);
        }
        // Before hours of work: without one it could not chat.
        ChatTemplate ignored = ChatTemplate.open(folder);
        ImportedModel imported;
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            LoadPlan plan = LoadPlan.of(options.withQuantization(job().quantization()), checkpoint);
            plan.notes().forEach(this::note);
            ImportSource source = ImportSource.of(checkpoint);
            Path target = ModelImporter.target(options.cache(), source, plan.options());
            phase(Phase.IMPORTING);
            imported = ModelImporter.importInto(target, source, plan.options(), this);
        }
        return StoredImport.list(options.cache()).stream()
                .filter(stored -> stored.folder().equals(imported.folder()))
                .map(StoredImport::name)
                .findFirst()
                .orElse(String.valueOf(imported.folder().getFileName()));
    }

    @Override
    public synchronized void note(String line) {
        job = with(
                job.state(),
                job.phase(),
                job.done(),
                job.total(),
                job.notes().isEmpty() ? line : job.notes() + "\n" + line);
    }

    @Override
    public void notice(String line) {
        note(line);
    }

    @Override
    public void report(String file, long done, long total) {
        report(done, total);
    }

    @Override
    public void report(long done, long total) {
        if (cancelled) {
            throw new CancellationException("the import was cancelled");
        }
        synchronized (this) {
            boolean read = job.phase() == Phase.IMPORTING && total > 0 && done >= total;
            if (read) {
                job = with(job.state(), Phase.FINISHING);
            } else if (job.phase() == Phase.PULLING || (job.phase() == Phase.IMPORTING && done >= job.done())) {
                // Several threads report: the last word need not be the latest.
                job = with(job.state(), job.phase(), done, total, job.notes());
            }
        }
    }

    @Override
    public void writesTo(Path folder) {
        synchronized (this) {
            unfinished = folder;
        }
        changed.run();
    }

    private synchronized void phase(Phase phase) {
        if (cancelled) {
            throw new CancellationException("the import was cancelled");
        }
        job = with(job.state(), phase);
    }

    private ImportJob with(State state, Phase phase) {
        return new ImportJob(
                job.id(),
                job.folder(),
                job.repo(),
                job.quantization(),
                state,
                phase,
                0,
                0,
                0,
                job.created(),
                Instant.now(),
                null,
                job.notes(),
                "",
                "");
    }

    private ImportJob with(State state, Phase phase, long done, long total, String notes) {
        double seconds = Duration.between(job.phaseSince(), Instant.now()).toMillis() / 1e3;
        return new ImportJob(
                job.id(),
                job.folder(),
                job.repo(),
                job.quantization(),
                state,
                phase,
                done,
                total,
                seconds < 0.05 ? 0 : done / seconds,
                job.created(),
                job.phaseSince(),
                null,
                notes,
                "",
                "");
    }

    private ImportJob ended(State state, String problem, String model) {
        return new ImportJob(
                job.id(),
                job.folder(),
                job.repo(),
                job.quantization(),
                state,
                job.phase(),
                job.done(),
                job.total(),
                0,
                job.created(),
                job.phaseSince(),
                Instant.now(),
                job.notes(),
                problem,
                model);
    }
}
