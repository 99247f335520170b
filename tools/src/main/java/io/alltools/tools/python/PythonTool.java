package io.alltools.tools.python;

import io.alltools.agent.Part;
import io.alltools.agent.Passage;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import io.alltools.agent.Trust;
import io.alltools.tools.python.worker.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * GLM-4's {@code python}: runs code in an interpreter that lives as long as its session.
 *
 * <pre>{@code
 * try (PythonTool python = PythonTool.create(PythonSettings.defaults())) {
 *     python.call("x = 48213\nx * 77", new ToolContext("session", "call", folder)); // "3712401"
 * }
 * }</pre>
 *
 * <p>Each session has an interpreter of its own, and unless {@link PythonSettings.Workers#sessionsPerProcess} says
 * otherwise a process of its own, with GraalPy in a sandbox: no network, no processes, no native code, no environment,
 * no Java, and of the file system only the session's folder, which the code sees as {@code /mnt/data}. The result is
 * what a notebook shows: what was printed, the last expression's value, or a traceback. A call that reaches its time
 * limit is interrupted; when that does not help the process is killed and the result says that variables are gone.
 * {@link PythonSettings} holds the limits. Where the system permits, the process has no network, no way to new
 * privileges and few open files.
 */
public final class PythonTool implements Tool {

    private static final Logger log = LoggerFactory.getLogger(PythonTool.class);

    private static final ToolSpec SPEC = ToolSpec.builtIn(
            "python",
            "Runs Python code in a notebook-like session: variables are kept, printed text and the last expression's"
                    + " value are returned. Files live in /mnt/data. There is no internet access.",
            "code");

    /** How long a worker has to stop by itself before it is killed. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    /** How often a call's CPU time and its process's memory are looked at. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private final PythonSettings settings;
    private final WorkerPool pool;
    private final Semaphore free;
    private final Map<String, PythonSession> sessions = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private PythonTool(PythonSettings settings) {
        this.settings = settings;
        this.pool = new WorkerPool(settings);
        this.free = new Semaphore(settings.workers().sessions());
    }

    /**
     * Starts nothing yet: the first interpreter starts with the first call, spare ones after it.
     *
     * @throws IllegalStateException when Python's jars are not on the class path as plain files
     */
    public static PythonTool create(PythonSettings settings) {
        return new PythonTool(settings);
    }

    /** Starts spare workers in the background now; for a server that expects calls soon. */
    public void warmUp() {
        pool.refill();
    }

    /**
     * Makes the JVM's start-up cache if there is none yet: takes some 15 s, and makes every later start faster.
     *
     * @return whether there is a cache now
     */
    public boolean prepareStartupCache() throws IOException, InterruptedException {
        return pool.prepareStartupCache();
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    /** Nothing leaves the sandbox. A cell that runs again finds what the first time left in the session's folder. */
    @Override
    public Set<Trait> traits() {
        return Set.of(Trait.REPEATABLE);
    }

    @Override
    public ToolResult call(String code, ToolContext context) throws InterruptedException {
        PythonSession session = sessions.computeIfAbsent(context.sessionId(), id -> new PythonSession());
        session.lock.lockInterruptibly();
        try {
            boolean lost = session.lost;
            if (session.worker == null && !makeRoom(session)) {
                return ToolResult.failed(
                        ToolResult.Kind.UNAVAILABLE,
                        settings.workers().sessions()
                                + " Python sessions are busy, which is the limit; try again later");
            }
            WorkerProcess worker = session.worker;
            if (worker == null) {
                Files.createDirectories(context.folder());
                try {
                    worker = pool.take();
                } finally {
                    if (worker == null) {
                        free.release();
                    }
                }
                session.worker = worker;
                if (closed || sessions.get(context.sessionId()) != session) {
                    session.end(free);
                    return ToolResult.failed(ToolResult.Kind.UNAVAILABLE, "the Python session has ended");
                }
                worker.open(context.folder());
            }
            session.lost = false;
            worker.run(code);
            ToolResult result = await(session, worker);
            return lost ? withNotice(result) : result;
        } catch (IOException e) {
            session.end(free);
            log.error("Python can't be used", e);
            return ToolResult.failed(
                    ToolResult.Kind.UNAVAILABLE,
                    "Python can't be used: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown reason"));
        } finally {
            session.lastUsed = System.nanoTime();
            session.lock.unlock();
        }
    }

    @Override
    public void endSession(String sessionId) {
        PythonSession session = sessions.remove(sessionId);
        if (session != null && !session.endIfIdle(free, pool)) {
            session.end(free);
        }
    }

    @Override
    public void close() {
        closed = true;
        // First: what the sessions give back is ended then.
        pool.close();
        sessions.keySet().forEach(this::endSession);
    }

    private ToolResult await(PythonSession session, WorkerProcess worker) throws IOException, InterruptedException {
        Optional<Frame> answer;
        try {
            answer = awaitWithin(session, worker);
        } catch (InterruptedException e) {
            boolean stopped = false;
            try {
                stopped = stop(worker).isPresent();
            } finally {
                // Also after a second interrupt: an answer that comes late must never meet a later call.
                if (!stopped) {
                    session.end(free);
                }
            }
            throw e;
        }
        if (answer.isEmpty() && session.tooLarge) {
            session.end(free);
            return ToolResult.failed(
                    ToolResult.Kind.LIMIT_EXCEEDED,
                    "the interpreter's process had more than "
                            + settings.memory().processMegabytes()
                            + " MB in memory, which is its limit. It had to be ended, so all variables are gone; files"
                            + " are kept.");
        }
        String limit = "the code was stopped: it reached the time limit of "
                + seconds(settings.cell().time())
                + (settings.cell().cpuTime().compareTo(settings.cell().time()) < 0
                        ? " or " + seconds(settings.cell().cpuTime()) + " of CPU time. "
                        : ". ");
        if (answer.isEmpty()) {
            answer = stop(worker);
            if (answer.isEmpty()) {
                session.end(free);
                return ToolResult.failed(
                        ToolResult.Kind.TIMEOUT,
                        limit + "The interpreter had to be ended, so all variables are gone; files are kept.");
            }
        }
        Frame frame = answer.get();
        String output = frame.text().stripTrailing();
        return switch (frame.kind()) {
            case DONE, RAISED -> result(output, ChangedFiles.parse(worker.changedFiles()));
            case INTERRUPTED ->
                ToolResult.failed(
                        ToolResult.Kind.TIMEOUT,
                        limit + "Variables are kept." + (output.isBlank() ? "" : " Output until then:\n" + output));
            case OUT_OF_MEMORY -> {
                boolean alive = worker.isAlive();
                if (!alive) {
                    session.end(free);
                }
                yield ToolResult.failed(
                        ToolResult.Kind.LIMIT_EXCEEDED,
                        "the code used more than the " + settings.memory().heapMegabytes()
                                + " MB of memory that it may use. "
                                + (alive
                                        ? "Variables that were set before are kept."
                                                + (output.isBlank() ? "" : " Output until then:\n" + output)
                                        : "The interpreter had to be ended, so all variables are gone; files are kept."));
            }
            case LOST -> {
                session.end(free);
                yield ToolResult.failed(
                        ToolResult.Kind.ERROR,
                        "the interpreter ended, so all variables are gone; files are kept. " + output);
            }
            case OPEN, RUN, INTERRUPT, RENEW, READY, FILES ->
                throw new IOException("unexpected answer " + frame.kind());
        };
    }

    /** The worker's answer, or nothing when it reaches a limit of time or of memory first. */
    private Optional<Frame> awaitWithin(PythonSession session, WorkerProcess worker) throws InterruptedException {
        session.tooLarge = false;
        long deadline = System.nanoTime() + settings.cell().time().toNanos();
        Optional<Frame> answer = worker.await(min(LOOK, settings.cell().time()));
        Duration start = answer.isPresent() ? Duration.ZERO : worker.cpuTime();
        while (answer.isEmpty()) {
            long left = deadline - System.nanoTime();
            session.tooLarge = worker.residentMegabytes() > settings.memory().processMegabytes();
            if (left <= 0
                    || session.tooLarge
                    || worker.cpuTime().minus(start).compareTo(settings.cell().cpuTime()) > 0) {
                break;
            }
            answer = worker.await(min(LOOK, Duration.ofNanos(left)));
        }
        return answer;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static ToolResult result(String output, ChangedFiles files) {
        String notice = files.notice();
        List<Part> content = new ArrayList<>();
        content.add(new Part.Text(
                output.isBlank()
                        ? notice.isEmpty() ? "[no output]" : notice
                        : notice.isEmpty() ? output : output + "\n" + notice));
        content.addAll(files.images());
        return new ToolResult.Ok(List.of(new Passage("", List.copyOf(content), null, files.items())), Trust.TRUSTED);
    }

    /** Stops what runs; the answer is empty when the worker did not react and has to be killed. */
    private static Optional<Frame> stop(WorkerProcess worker) throws IOException, InterruptedException {
        worker.interrupt();
        return worker.await(GRACE);
    }

    /** Takes a place for a new worker, if need be from the session that has been idle for longest. */
    private boolean makeRoom(PythonSession forSession) {
        if (free.tryAcquire()) {
            return true;
        }
        boolean ended = sessions.values().stream()
                .filter(session -> session != forSession && session.worker != null)
                .sorted(Comparator.comparingLong(session -> session.lastUsed))
                .anyMatch(session -> session.endIfIdle(free, pool));
        return ended && free.tryAcquire();
    }

    private static ToolResult withNotice(ToolResult result) {
        String notice = "[the interpreter was restarted: variables of earlier calls are gone, files are kept]\n";
        return switch (result) {
            case ToolResult.Ok ok -> {
                List<Part> content = new ArrayList<>(ok.passages().getFirst().content());
                content.set(0, new Part.Text(notice + ok.passages().getFirst().text()));
                yield new ToolResult.Ok(List.of(ok.passages().getFirst().with(List.copyOf(content))), ok.trust());
            }
            case ToolResult.Failed failed -> failed;
        };
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
