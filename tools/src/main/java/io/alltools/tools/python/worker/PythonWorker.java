package io.alltools.tools.python.worker;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The child process: {@code PythonWorker OUTPUT_BYTES FILE_BYTES FILE_COUNT THREADS [spare]}. Reads {@link Frame}s from
 * standard input and answers on standard output; ends when its input ends, which is when the application is gone.
 */
public final class PythonWorker {

    /** Room for Python's own recursion limit, which must be reached before the stack's end. */
    private static final long STACK_BYTES = 64L << 20;

    private static final List<String> COMMON_MODULES =
            List.of("re", "traceback", "datetime", "json", "random", "math", "collections", "statistics");

    /** A worker that was asked for gets its first cell right after its start. */
    private static final int IDLE_MILLIS = 200;

    /** System property: the folder that Python's own library is unpacked into. */
    public static final String LIBRARY = "alltools.python.library";

    /** System property: a folder with packages that code can import; none when it is not set. */
    public static final String PACKAGES = "alltools.python.packages";

    /** Exit status when the heap was used up; the one that {@code -XX:+ExitOnOutOfMemoryError} has too. */
    public static final int OUT_OF_MEMORY = 3;

    /** The argument of a worker that nobody waits for. */
    public static final String SPARE = "spare";

    private final int outputBytes;
    private final long fileBytes;
    private final int fileCount;
    private final GuestThreads threads;
    private final DataOutputStream out;
    private final BlockingQueue<Frame> work = new LinkedBlockingQueue<>();

    /** For interrupts, which come while it runs a cell. */
    private volatile @Nullable Interpreter running;

    private PythonWorker(String[] args, DataOutputStream out) {
        outputBytes = Integer.parseInt(args[0]);
        fileBytes = Long.parseLong(args[1]);
        fileCount = Integer.parseInt(args[2]);
        threads = new GuestThreads(Integer.parseInt(args[3]));
        this.out = out;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        // Whatever a library prints must not end up between the frames.
        System.setOut(System.err);
        PythonWorker worker = new PythonWorker(args, out);
        worker.threads.watch();
        boolean spare = List.of(args).contains(SPARE);
        Thread python = new Thread(null, () -> worker.serve(spare), "python", STACK_BYTES);
        python.setDaemon(true);
        python.start();
        worker.listen();
    }

    /** From the first moment on: a worker whose application is gone must not go on starting. */
    private void listen() throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(System.in);
        try {
            while (true) {
                Frame frame = Frame.read(in);
                if (frame.kind() == Frame.Kind.INTERRUPT) {
                    Interpreter interpreter = running;
                    if (interpreter != null) {
                        interpreter.interrupt();
                    }
                } else {
                    work.put(frame);
                }
            }
        } catch (EOFException e) {
            // An ordinary exit and not a halt: this is also when the JVM writes its start-up cache, if it was told to.
            System.exit(0);
        }
    }

    private static List<ReadOnlyFolder> shared() throws IOException {
        List<ReadOnlyFolder> shared = new ArrayList<>();
        shared.add(PythonLibrary.prepare(Path.of(System.getProperty(LIBRARY))));
        String packages = System.getProperty(PACKAGES);
        if (packages != null) {
            shared.add(
                    new ReadOnlyFolder(Interpreter.PACKAGES, Path.of(packages).toRealPath()));
        }
        return shared;
    }

    /**
     * The first work for an interpreter. While there is none, what cells commonly need is loaded: each takes a while.
     */
    private Frame awaitFirst(Interpreter interpreter) throws InterruptedException {
        for (String module : COMMON_MODULES) {
            Frame first = work.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                return first;
            }
            interpreter.load(module);
        }
        return work.take();
    }

    private void serve(boolean spare) {
        try {
            List<ReadOnlyFolder> shared = shared();
            Interpreter interpreter = start(shared);
            if (spare) {
                COMMON_MODULES.forEach(interpreter::load);
                interpreter.warmUp();
            }
            ready(interpreter);
            Frame frame = spare ? work.take() : awaitFirst(interpreter);
            while (true) {
                switch (frame.kind()) {
                    case OPEN -> interpreter.open(Path.of(frame.text()));
                    case RUN -> run(interpreter, frame.text());
                    case RENEW -> {
                        interpreter.close();
                        interpreter = start(shared);
                        ready(interpreter);
                    }
                    case INTERRUPT, READY, FILES, DONE, RAISED, OUT_OF_MEMORY, INTERRUPTED, LOST ->
                        throw new IOException("unexpected frame " + frame.kind());
                }
                frame = frame.kind() == Frame.Kind.RENEW ? awaitFirst(interpreter) : work.take();
            }
        } catch (InterruptedException | IOException e) {
            Runtime.getRuntime().halt(1);
        } catch (Throwable e) {
            // Also an OutOfMemoryError outside Python: the process can't be trusted with more work.
            e.printStackTrace();
            Runtime.getRuntime().halt(e instanceof OutOfMemoryError ? OUT_OF_MEMORY : 1);
        }
    }

    private Interpreter start(List<ReadOnlyFolder> shared) {
        Interpreter interpreter = new Interpreter(outputBytes, new FolderQuota(fileBytes, fileCount), shared, threads);
        running = interpreter;
        return interpreter;
    }

    private void ready(Interpreter interpreter) throws IOException {
        new Frame(Frame.Kind.READY, interpreter.engine()).write(out);
    }

    private void run(Interpreter interpreter, String code) throws IOException {
        Frame answer = interpreter.run(code);
        String files = interpreter.changedFiles();
        if (!files.isEmpty()) {
            new Frame(Frame.Kind.FILES, files).write(out);
        }
        answer.write(out);
        if (answer.kind() == Frame.Kind.LOST) {
            Runtime.getRuntime().halt(1);
        }
    }
}
