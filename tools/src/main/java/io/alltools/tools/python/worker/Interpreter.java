package io.alltools.tools.python.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyHashMap;

/** GraalPy with nothing of its host: no sockets, processes, native code, environment, Java or foreign files. */
final class Interpreter {

    /** Where code finds the packages that the application offers. */
    static final Path PACKAGES = Path.of("/opt/python-packages");

    private static final Pattern JAVA_CLASS = Pattern.compile("^[\\w.$]+: ");

    /** What a thread may take to stop; the application waits a little longer for an answer. */
    private static final Duration THREAD_GRACE = Duration.ofSeconds(2);

    private final FolderQuota quota;
    private final SessionFileSystem files;
    private final CellOutput output;
    private final ErrorOutput errors;
    private final GuestThreads threads;
    private final Context context;
    private final Value cell;

    /** Starts Python on the calling thread, which then is the one to {@link #run} code. */
    Interpreter(int outputBytes, FolderQuota quota, List<ReadOnlyFolder> shared, GuestThreads threads) {
        this.threads = threads;
        this.quota = quota;
        files = new SessionFileSystem(quota, shared);
        output = new CellOutput(outputBytes);
        errors = new ErrorOutput(output);
        context = Context.newBuilder("python")
                .sandbox(SandboxPolicy.CONSTRAINED)
                .in(InputStream.nullInputStream())
                .out(output)
                .err(errors)
                // Or the engine's warnings for its operators would stand between what code prints.
                .logHandler(OutputStream.nullOutputStream())
                // The sandbox policy also wants no way to hand over mutable objects.
                .allowHostAccess(HostAccess.newBuilder(HostAccess.NONE)
                        .allowMutableTargetMappings()
                        .build())
                .allowHostClassLookup(name -> false)
                .allowPolyglotAccess(PolyglotAccess.NONE)
                .allowEnvironmentAccess(EnvironmentAccess.NONE)
                .allowNativeAccess(false)
                .allowCreateProcess(false)
                .allowCreateThread(true)
                .allowIO(IOAccess.newBuilder()
                        // Not behind allowInternalResourceAccess, which would let code write to Python's library.
                        .fileSystem(files)
                        .allowHostSocketAccess(false)
                        .build())
                .option("engine.WarnInterpreterOnly", "false")
                .build();
        ProxyExecutable write = arguments -> {
            output.write(arguments[0].asString());
            return null;
        };
        ChartPainter painter = new ChartPainter(files);
        ProxyExecutable draw = painter::draw;
        ProxyHashMap sources = ProxyHashMap.from(
                Map.of("matplotlib.pyplot", resource("pyplot.py"), "asyncio.unix_events", resource("asyncio_loop.py")));
        cell = context.eval(source()).execute(write, draw, sources, packages(shared), threads.limit());
        output.take();
    }

    /** "Interpreted", or the name of a runtime that compiles. */
    String engine() {
        return context.getEngine().getImplementationName();
    }

    /** Ends it, whatever its code left behind. */
    void close() {
        context.close(true);
    }

    void open(Path folder) throws IOException {
        files.open(folder);
    }

    /** Imports a module of the library without binding its name. */
    void load(String module) {
        context.eval("python", "__import__('" + module + "')");
    }

    /** Goes the way of a cell once, in a namespace of its own. */
    void warmUp() {
        context.eval(
                "python",
                "exec(compile(__import__('ast').parse('x = [str(i) for i in range(3)]\\nrepr(x)'), '', 'exec'), {})");
    }

    /** Runs one cell; its output is the text of the answer. */
    Frame run(String code) {
        Frame.Kind kind;
        String problem = "";
        try {
            kind = Frame.Kind.valueOf(cell.execute(code).asString());
        } catch (PolyglotException e) {
            if (e.isInterrupted()) {
                kind = Frame.Kind.INTERRUPTED;
            } else if (e.isExit() || e.isCancelled()) {
                kind = Frame.Kind.LOST;
                problem = "the code ended the interpreter";
            } else if (e.isResourceExhausted()) {
                kind = Frame.Kind.OUT_OF_MEMORY;
            } else {
                // GraalPy reports what the sandbox refuses (processes) and what it lacks as internal errors.
                kind = Frame.Kind.RAISED;
                String message = Optional.ofNullable(e.getMessage()).orElse("unknown error");
                problem = e.isInternalError()
                        ? "SystemError: not available in this interpreter: "
                                + JAVA_CLASS.matcher(message).replaceFirst("")
                        : message;
            }
        }
        if (!stopThreads()) {
            kind = Frame.Kind.LOST;
            problem = "a thread that the code had started could not be stopped";
        }
        // An interrupt that came as the cell ended must not reach the next one.
        Thread.interrupted();
        errors.finish();
        String text = output.take();
        return new Frame(kind, problem.isEmpty() ? text : text.isEmpty() ? problem : text + "\n" + problem);
    }

    /** Threads end with their cell, so that none uses time that nobody measures or prints into a later cell. */
    private boolean stopThreads() {
        try {
            if (threads.count() > 0) {
                context.interrupt(THREAD_GRACE);
                for (int i = 0; i < 20 && threads.count() > 0; i++) {
                    TimeUnit.MILLISECONDS.sleep(10);
                }
            }
            return threads.count() == 0;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return threads.count() == 0;
        }
    }

    private static String packages(List<ReadOnlyFolder> shared) {
        return shared.stream().anyMatch(folder -> folder.shown().equals(PACKAGES)) ? PACKAGES.toString() : "";
    }

    /** The files that the last cell made or changed, as in {@link Frame.Kind#FILES}. */
    String changedFiles() throws IOException {
        return quota.changes().stream()
                // A name with a line break would pass for two.
                .map(line -> line.replaceAll("\\p{Cntrl}", "?"))
                .collect(Collectors.joining("\n"));
    }

    /** Stops the cell that runs on another thread and returns when it has stopped or will not stop soon. */
    void interrupt() {
        try {
            context.interrupt(Duration.ofSeconds(10));
        } catch (TimeoutException e) {
            // Inside one long operation of the runtime; the application kills a worker that does not answer.
            System.err.println("the code could not be interrupted within 10 s");
        }
    }

    private static Source source() {
        return Source.newBuilder("python", resource("cell.py"), "<all tools>")
                .internal(true)
                .buildLiteral();
    }

    private static String resource(String name) {
        try (InputStream in = Interpreter.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing beside " + Interpreter.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + name, e);
        }
    }
}
