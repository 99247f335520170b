package io.alltools.tools.python;

import io.alltools.tools.python.worker.Frame;
import io.alltools.tools.python.worker.PythonWorker;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One worker process. Used by one thread at a time, for one session at a time. */
final class WorkerProcess implements AutoCloseable {

    private static final int KEPT_ERROR_LINES = 20;

    private static final Set<Frame.Kind> ENDED_BY_ITSELF = Set.of(Frame.Kind.READY, Frame.Kind.DONE, Frame.Kind.RAISED);

    /** What came from the worker: a frame, or the end of its output. */
    private sealed interface Event {
        record Answer(Frame frame, String files) implements Event {}

        record Ended() implements Event {}
    }

    private final Process process;
    private final Path folder;
    private final DataOutputStream out;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Deque<String> errorLines = new ArrayDeque<>();
    private String changedFiles = "";
    private String engine = "";
    private int sessions;

    /** Whether all that it ran ended by itself. */
    private boolean clean = true;

    private WorkerProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
        out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        // Platform threads: a read of a pipe would hold a virtual thread's carrier.
        Thread.ofPlatform().daemon().name("python-answers").start(this::readAnswers);
        Thread.ofPlatform().daemon().name("python-errors").start(this::readErrors);
    }

    /**
     * Starts a worker and waits until Python is ready.
     *
     * @throws IOException when it does not start in time; the message says why
     */
    static WorkerProcess start(List<String> command, Duration limit) throws IOException, InterruptedException {
        WorkerProcess worker = launch(command);
        boolean ready = false;
        try {
            worker.awaitReady(limit);
            ready = true;
            return worker;
        } finally {
            if (!ready) {
                worker.close();
            }
        }
    }

    /** Starts a worker's process; {@link #awaitReady} comes next. */
    static WorkerProcess launch(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.clear();
        // Without it the JVM takes file names for ASCII.
        environment.put("LC_ALL", "C.UTF-8");
        // Of its own and empty: nothing of the application lies in its working folder.
        Path folder = Files.createTempDirectory("alltools-python-");
        try {
            return new WorkerProcess(builder.directory(folder.toFile()).start(), folder);
        } catch (IOException e) {
            Files.deleteIfExists(folder);
            throw e;
        }
    }

    /**
     * Waits until Python is ready.
     *
     * @throws IOException when it is not in time; the message says why
     */
    void awaitReady(Duration limit) throws IOException, InterruptedException {
        Optional<Frame> frame = await(limit);
        if (frame.isEmpty() || frame.get().kind() != Frame.Kind.READY) {
            throw new IOException(
                    frame.isPresent() || !process.isAlive()
                            ? "Python did not start: " + lastWords()
                            : "Python did not start within " + limit.toSeconds() + " s");
        }
        engine = frame.get().text();
    }

    /** Begins a session, whose folder this is. */
    void open(Path folder) throws IOException {
        sessions++;
        new Frame(Frame.Kind.OPEN, folder.toAbsolutePath().toString()).write(out);
    }

    /** How many sessions it has served. */
    int sessions() {
        return sessions;
    }

    /**
     * Ends the session with its interpreter and waits until another one is ready.
     *
     * @return whether there is one: a worker whose code had to be stopped or used up its memory gets none
     */
    boolean renew(Duration limit) throws IOException, InterruptedException {
        if (!clean) {
            return false;
        }
        new Frame(Frame.Kind.RENEW, "").write(out);
        return await(limit).filter(frame -> frame.kind() == Frame.Kind.READY).isPresent();
    }

    /** Has the worker run code; {@link #await} gets its answer. */
    void run(String code) throws IOException {
        new Frame(Frame.Kind.RUN, code).write(out);
    }

    /** Asks the worker to stop what it runs; it answers {@link Frame.Kind#INTERRUPTED}. */
    void interrupt() throws IOException {
        new Frame(Frame.Kind.INTERRUPT, "").write(out);
    }

    /**
     * The worker's next answer, or nothing when there is none in time.
     *
     * <p>A worker that has died answers {@link Frame.Kind#LOST}, or {@link Frame.Kind#OUT_OF_MEMORY} when that was why;
     * {@link #isAlive()} is false then.
     */
    Optional<Frame> await(Duration limit) throws InterruptedException {
        Event event = events.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        if (event == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (event) {
                    case Event.Answer(Frame frame, String files) -> {
                        changedFiles = files;
                        clean &= ENDED_BY_ITSELF.contains(frame.kind());
                        yield frame;
                    }
                    case Event.Ended() -> {
                        process.waitFor(2, TimeUnit.SECONDS);
                        boolean outOfMemory = !process.isAlive() && process.exitValue() == PythonWorker.OUT_OF_MEMORY;
                        close();
                        yield new Frame(outOfMemory ? Frame.Kind.OUT_OF_MEMORY : Frame.Kind.LOST, lastWords());
                    }
                });
    }

    /** The files that the code of the last answer made or changed, a line {@code SIZE PATH} each. */
    String changedFiles() {
        return changedFiles;
    }

    /** The CPU time that the process has used until now; zero where the system doesn't tell. */
    Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What the process has in memory now; zero where the system doesn't tell, as outside Linux. */
    long residentMegabytes() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0; // no /proc, or the process has just ended
        }
    }

    long pid() {
        return process.pid();
    }

    /** What runs the code, as the engine calls itself: "Interpreted", or the name of a runtime that compiles. */
    String engine() {
        return engine;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the worker's input, on which it exits by itself, and waits for that. */
    boolean exit(Duration limit) throws InterruptedException, IOException {
        out.close();
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS) && process.exitValue() == 0;
    }

    /** Kills the worker. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // The JVM left the account of a crash there, which is worth keeping.
            return;
        }
    }

    /** Kills the worker and what it has started: a JVM has another one write its start-up cache. */
    void closeWithChildren() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        close();
    }

    private String lastWords() {
        synchronized (errorLines) {
            return errorLines.isEmpty() ? "the process ended without a word" : String.join("\n", errorLines);
        }
    }

    private void readAnswers() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            String files = "";
            while (true) {
                Frame frame = Frame.read(in);
                if (frame.kind() == Frame.Kind.FILES) {
                    files = frame.text();
                } else {
                    events.add(new Event.Answer(frame, files));
                    files = "";
                }
            }
        } catch (IOException e) {
            // The end of the stream, or bytes that are no frame: either way this worker says nothing more.
            events.add(new Event.Ended());
        }
    }

    private void readErrors() {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (errorLines) {
                    errorLines.addLast(line);
                    if (errorLines.size() > KEPT_ERROR_LINES) {
                        errorLines.removeFirst();
                    }
                }
            }
        } catch (IOException e) {
            // The process was killed while we read; what it said until then is kept.
            return;
        }
    }
}
