package io.alltools.web.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server of this application in a process of its own, with an empty data folder that goes with it. */
public final class ServerProcess implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("http://localhost:(\\d+)");
    private static final long STOP_SECONDS = 30;
    private static final int PAGE_BYTES = 4096;

    private final Process process;
    private final Path home;
    private final URI address;

    private ServerProcess(Process process, Path home, URI address) {
        this.process = process;
        this.home = home;
        this.address = address;
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param arguments of {@code serve}
     * @throws IllegalStateException when it ends at once; its error output says why
     */
    public static ServerProcess start(List<String> arguments) {
        Path home = null;
        try {
            home = Files.createTempDirectory("alltools-load");
            ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                            Stream.of(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "--enable-native-access=ALL-UNNAMED",
                                    "--sun-misc-unsafe-memory-access=allow",
                                    "-XX:+UseSerialGC",
                                    "-Xmx512m",
                                    "io.alltools.web.Main",
                                    "serve",
                                    "--port",
                                    "0"),
                            arguments.stream())
                    .toList());
            // Not as an argument: a very long command line overflows a stack in ONNX Runtime.
            builder.environment().put("CLASSPATH", classPath());
            builder.environment().put("ALLTOOLS_HOME", home.toString());
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
            Process process = builder.start();
            return new ServerProcess(process, home, address(process));
        } catch (IOException e) {
            throw new UncheckedIOException("the server could not be started: " + e.getMessage(), e);
        }
    }

    /** Surefire's own class path is only a list of the real one. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static URI address(Process process) throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher matcher = ADDRESS.matcher(line);
            if (matcher.find()) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(rest -> {}));
                return URI.create("http://127.0.0.1:" + matcher.group(1));
            }
        }
        throw new IllegalStateException("the server ended before it listened");
    }

    public URI address() {
        return address;
    }

    /** The memory that the process occupies; empty where the system has no {@code /proc}. */
    public OptionalLong residentBytes() {
        try {
            String pages = Files.readString(Path.of("/proc", Long.toString(process.pid()), "statm"))
                    .split(" ")[1];
            return OptionalLong.of(Long.parseLong(pages) * PAGE_BYTES);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the load test's folder " + home + " is left: " + e.getMessage(), e);
        }
    }
}
