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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

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

    private PythonWorker() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int outputBytes = Integer.parseInt(args[0]);
        FolderQuota quota = new FolderQuota(Long.parseLong(args[1]), Integer.parseInt(args[2]));
        GuestThreads threads = new GuestThreads(Integer.parseInt(args[3]));
        threads.watch();
        boolean spare = List.of(args).contains(SPARE);
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        // Whatever a library prints must not end up between the frames.
        System.setOut(System.err);

        LinkedBlockingQueue<String> cells = new LinkedBlockingQueue<>();
        CompletableFuture<Interpreter> started = new CompletableFuture<>();
        Thread python = new Thread(
                null, () -> serve(cells, started, outputBytes, quota, threads, spare, out), "python", STACK_BYTES);
        python.setDaemon(true);
        python.start();

        // Read from the first moment on: a worker whose application is gone must not go on starting.
        DataInputStream in = new DataInputStream(System.in);
        try {
            while (true) {
                Frame frame = Frame.read(in);
                switch (frame.kind()) {
                    case OPEN -> started.join().open(Path.of(frame.text()));
                    case RUN -> cells.put(frame.text());
                    case INTERRUPT -> started.join().interrupt();
                    case READY, FILES, DONE, RAISED, OUT_OF_MEMORY, INTERRUPTED, LOST ->
                        throw new IOException("unexpected frame " + frame.kind());
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

    /** Loads what cells commonly need while nobody waits; each takes a noticeable part of a second. */
    private static void preload(Interpreter interpreter, LinkedBlockingQueue<String> cells)
            throws InterruptedException {
        for (String module : COMMON_MODULES) {
            TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);
            if (!cells.isEmpty()) {
                return;
            }
            interpreter.load(module);
        }
    }

    private static void serve(
            LinkedBlockingQueue<String> cells,
            CompletableFuture<Interpreter> started,
            int outputBytes,
            FolderQuota quota,
            GuestThreads threads,
            boolean spare,
            DataOutputStream out) {
        try {
            Interpreter interpreter = new Interpreter(outputBytes, quota, shared(), threads);
            started.complete(interpreter);
            if (spare) {
                COMMON_MODULES.forEach(interpreter::load);
                interpreter.warmUp();
            }
            new Frame(Frame.Kind.READY, interpreter.engine()).write(out);
            if (!spare) {
                preload(interpreter, cells);
            }
            while (true) {
                Frame answer = interpreter.run(cells.take());
                String files = interpreter.changedFiles();
                if (!files.isEmpty()) {
                    new Frame(Frame.Kind.FILES, files).write(out);
                }
                answer.write(out);
                if (answer.kind() == Frame.Kind.LOST) {
                    Runtime.getRuntime().halt(1);
                }
            }
        } catch (InterruptedException | IOException e) {
            Runtime.getRuntime().halt(1);
        } catch (Throwable e) {
            // Also an OutOfMemoryError outside Python: the process can't be trusted with more work.
            e.printStackTrace();
            Runtime.getRuntime().halt(e instanceof OutOfMemoryError ? OUT_OF_MEMORY : 1);
        }
    }
}
