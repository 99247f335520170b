package io.alltools.clients.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The application from {@code web/target/app/lib} with glm-tiny, on a free port of this machine and with an empty data
 * folder. One request is generated at a time, so that one that is not given up holds all others up.
 *
 * <p>Its output is in {@code target/server.log} of the module that runs the tests; an error in it fails the tests.
 */
public final class RunningServer implements AutoCloseable {

    /** What {@code GET /v1/models} lists. */
    public static final String MODEL = "glm-tiny";

    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final Pattern ADDRESS = Pattern.compile("All Tools on http://localhost:(\\d+)");

    private final Process process;
    private final Path data;
    private final Path log;
    private final int port;

    private RunningServer(Process process, Path data, Path log) throws IOException, InterruptedException {
        this.process = process;
        this.data = data;
        this.log = log;
        this.port = awaitPort();
    }

    static RunningServer start() throws IOException, InterruptedException {
        Path app = Path.of(System.getProperty("alltools.app", "../../web/target/app/lib"));
        if (!Files.isDirectory(app)) {
            throw new IllegalStateException("the application is not built: expected it in "
                    + app.toAbsolutePath().normalize()
                    + "; build it with: ./mvnw -pl web -am package -Dmaven.test.skip=true");
        }
        Path target = Files.createDirectories(Path.of("target")).toAbsolutePath();
        Path data = Files.createTempDirectory(target, "home");
        Path log = target.resolve("server.log");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx1g",
                        "-cp",
                        app + "/*",
                        "io.alltools.web.Main",
                        "serve",
                        "--port",
                        "0",
                        "--slots",
                        "1"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // What the person at this machine has set is not what is tested.
        builder.environment().keySet().removeIf(name -> name.startsWith("ALLTOOLS_"));
        builder.environment().put("ALLTOOLS_HOME", data.toString());
        return new RunningServer(builder.start(), data, log);
    }

    /** The address without a path, such as {@code http://127.0.0.1:41234}. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What clients of OpenAI's API take as their base URL. */
    public String baseUrl() {
        return address() + "/v1";
    }

    private int awaitPort() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            boolean alive = process.isAlive();
            Matcher address = ADDRESS.matcher(Files.readString(log));
            if (address.find()) {
                return Integer.parseInt(address.group(1));
            }
            if (!alive) {
                break;
            }
            Thread.sleep(50);
        }
        String state = process.isAlive() ? "is silent" : "ended with code " + process.exitValue();
        String output = Files.readString(log);
        end();
        throw new IllegalStateException("the server " + state + ":\n" + output);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        boolean alive = process.isAlive();
        end();
        String output = Files.readString(log);
        if (!alive) {
            throw new IllegalStateException("the server ended by itself:\n" + output);
        }
        if (output.lines().anyMatch(line -> line.contains(" ERROR "))) {
            throw new IllegalStateException("the server logged errors:\n" + output);
        }
    }

    private void end() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).forEach(RunningServer::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
