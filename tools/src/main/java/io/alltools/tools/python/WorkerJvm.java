package io.alltools.tools.python;

import io.alltools.tools.python.worker.PythonWorker;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a worker's JVM is started: which Java, which jars, which flags.
 *
 * <p>The child's class path holds GraalPy and one small jar with our worker's classes, which is written into the cache;
 * nothing else of the application is visible to it. The JVM's start-up cache (JEP 514) lies beside that jar and is
 * bound to exactly these jars and this JVM.
 */
final class WorkerJvm {

    private static final String LIBRARY_MARKER = "com/oracle/graal/python/resources/PythonResource.class";

    /** One class or file of each jar that GraalPy needs. */
    private static final List<String> MARKERS = List.of(
            "org/graalvm/polyglot/Context.class",
            "com/oracle/truffle/api/TruffleLanguage.class",
            "com/oracle/graal/python/PythonLanguage.class",
            LIBRARY_MARKER,
            "com/oracle/truffle/regex/RegexLanguage.class",
            "org/graalvm/collections/EconomicMap.class",
            "org/graalvm/nativeimage/ImageInfo.class",
            "org/graalvm/word/WordBase.class",
            "org/graalvm/shadowed/com/ibm/icu/text/Normalizer2.class",
            "org/graalvm/shadowed/org/tukaani/xz/XZ.class",
            "org/graalvm/shadowed/org/json/JSONObject.class",
            // Python's ssl module does not load without these.
            "org/bouncycastle/jce/provider/BouncyCastleProvider.class",
            "org/bouncycastle/openssl/PEMParser.class",
            "org/bouncycastle/asn1/cmp/CMPCertificate.class",
            // Draws the charts.
            "org/knowm/xchart/XYChart.class");

    /** One class of each jar that goes on the upgrade module path when code is to be compiled. */
    private static final List<String> COMPILER_MARKERS = List.of(
            "jdk/graal/compiler/bytecode/Bytecode.class",
            "com/oracle/truffle/compiler/ConstantFieldInfo.class",
            "org/graalvm/collections/EconomicMap.class",
            "org/graalvm/nativeimage/ImageInfo.class",
            "org/graalvm/word/WordBase.class",
            "org/graalvm/jniutils/JNI$JMethodID.class");

    /** One class of each further jar that the class path has then. */
    private static final List<String> COMPILING_MARKERS = List.of(
            "com/oracle/truffle/runtime/TruffleInlining.class",
            "com/oracle/truffle/compiler/ConstantFieldInfo.class",
            "org/graalvm/jniutils/JNI$JMethodID.class");

    private static final String WORKER_PACKAGE =
            PythonWorker.class.getPackageName().replace('.', '/') + "/";

    private final PythonSettings settings;
    private final Path folder;
    private final Path library;
    private final String classPath;

    /** @throws IllegalStateException when GraalPy's jars can't be found */
    WorkerJvm(PythonSettings settings) {
        this.settings = settings;
        List<Path> jars = Stream.concat(
                        MARKERS.stream(), settings.workers().compiler() ? COMPILING_MARKERS.stream() : Stream.of())
                .map(WorkerJvm::jarOf)
                .distinct()
                .toList();
        Map<String, byte[]> classes = workerClasses();
        folder = settings.places().cache().resolve(key(jars, classes));
        // By the jar's name, which has the version: it outlives our own changes.
        library = settings.places()
                .cache()
                .resolve("library")
                .resolve(jarOf(LIBRARY_MARKER).getFileName().toString().replace(".jar", ""));
        Path workerJar = folder.resolve("worker.jar");
        try {
            if (!Files.exists(workerJar)) {
                Files.createDirectories(folder);
                writeJar(workerJar, classes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + workerJar + ", which Python's workers run from", e);
        }
        classPath = path(Stream.concat(jars.stream(), Stream.of(workerJar)));
    }

    /** What belongs to exactly these jars and this JVM. */
    Path folder() {
        return folder;
    }

    /** The JVM's start-up cache, in {@link #folder}; it need not exist. */
    Path startupCache() {
        return folder.resolve("startup.aot");
    }

    /** The command of an ordinary worker, behind what the system has to hold it. */
    List<String> command() {
        List<String> command = new ArrayList<>(ProcessLimits.prefix(settings));
        // The JVM has no use for its cache where modules are upgraded.
        command.addAll(command(
                Files.exists(startupCache()) && !settings.workers().compiler()
                        ? List.of("-XX:AOTCache=" + startupCache())
                        : List.of()));
        return command;
    }

    /** The command of a worker that nobody waits for: it is ready only when its first cell will be quick. */
    List<String> spareCommand() {
        List<String> command = command();
        command.add(PythonWorker.SPARE);
        return command;
    }

    /** The command of a worker that writes {@code target} when it exits. */
    List<String> recordingCommand(Path target) {
        return command(List.of("-XX:AOTCacheOutput=" + target));
    }

    private List<String> command(List<String> flags) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xmx" + settings.memory().heapMegabytes() + "m",
                // Of threads that code starts; the memory is taken as it is used.
                "-Xss8m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:MaxMetaspaceSize=" + (settings.workers().compiler() ? "512m" : "384m"),
                "-XX:+DisableAttachMechanism",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                // Standard output carries frames: the JVM says what it has to say on standard error.
                "-XX:+DisplayVMOutputToStderr",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-Dfile.encoding=UTF-8",
                // Python takes them for its own: os.path.expanduser would name the account that runs the application.
                "-Duser.home=/mnt/data",
                "-Duser.name=python",
                "-Djava.awt.headless=true",
                // What the engine unpacks for itself.
                "-Dpolyglot.engine.userResourceCache="
                        + settings.places().cache().resolve("engine"),
                "-D" + PythonWorker.LIBRARY + "=" + library));
        Path packages = settings.places().packages();
        if (packages != null) {
            command.add("-D" + PythonWorker.PACKAGES + "=" + packages);
        }
        if (settings.workers().compiler()) {
            command.addAll(List.of(
                    "-XX:+UnlockExperimentalVMOptions",
                    "-XX:+EnableJVMCI",
                    "--upgrade-module-path=" + path(COMPILER_MARKERS.stream().map(WorkerJvm::jarOf))));
        } else {
            // The interpreter's own methods are huge: C2 is busy with them for most of a start and of a cell's time
            // limit, and what it makes is no faster. Without it a start takes half the CPU time, a long loop too.
            command.add("-XX:TieredStopAtLevel=1");
        }
        command.addAll(flags);
        command.addAll(List.of(
                "-cp",
                classPath,
                PythonWorker.class.getName(),
                String.valueOf(settings.cell().outputBytes()),
                String.valueOf(settings.files().bytes()),
                String.valueOf(settings.files().count()),
                String.valueOf(settings.cell().threads())));
        return command;
    }

    private static String path(Stream<Path> jars) {
        return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Path jarOf(String marker) {
        URL url = WorkerJvm.class.getClassLoader().getResource(marker);
        if (url == null) {
            throw new IllegalStateException("Python is not available: no jar on the class path holds " + marker
                    + "; expected the jars of org.graalvm.polyglot:python-community");
        }
        try {
            URLConnection connection = url.openConnection();
            if (connection instanceof JarURLConnection jar
                    && "file".equals(jar.getJarFileURL().getProtocol())) {
                return Path.of(jar.getJarFileURL().toURI());
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("can't tell which jar " + url + " is in", e);
        }
        throw new IllegalStateException(
                "Python can't be started from " + url + ": its jars must be plain files, as in java -cp 'lib/*'");
    }

    /** Our worker's classes by their names, from the jar or the folder that this class came from. */
    private static Map<String, byte[]> workerClasses() {
        Map<String, byte[]> classes = new TreeMap<>();
        try {
            Path home = Path.of(WorkerJvm.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(home)) {
                collect(home, classes);
                if (classes.keySet().stream().noneMatch(name -> name.endsWith("cell.py"))) {
                    throw new IllegalStateException("cell.py is missing in " + home.resolve(WORKER_PACKAGE));
                }
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(home)) {
                    collect(jar.getPath("/"), classes);
                }
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("can't read the Python worker's classes", e);
        }
        return classes;
    }

    private static void collect(Path root, Map<String, byte[]> classes) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(WORKER_PACKAGE))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                classes.put(WORKER_PACKAGE + file.getFileName(), Files.readAllBytes(file));
            }
        }
    }

    private static void writeJar(Path target, Map<String, byte[]> classes) throws IOException {
        Path temporary = Files.createTempFile(target.getParent(), "worker", ".tmp");
        try (OutputStream file = Files.newOutputStream(temporary);
                JarOutputStream jar = new JarOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
        install(temporary, target);
    }

    /** Moves a finished file to its place in one step: other processes may be looking for it. */
    static void install(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Changes with the JVM, with a jar's place, size or time, and with our worker's classes. */
    private static String key(List<Path> jars, Map<String, byte[]> classes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            StringBuilder facts =
                    new StringBuilder(System.getProperty("java.vm.version") + System.getProperty("java.home"));
            for (Path jar : jars) {
                facts.append(jar)
                        .append(Files.size(jar))
                        .append(Files.getLastModifiedTime(jar).toMillis());
            }
            digest.update(facts.toString().getBytes(StandardCharsets.UTF_8));
            classes.forEach((name, bytes) -> digest.update(bytes));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (IOException e) {
            throw new UncheckedIOException("can't look at Python's jars", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
