package io.alltools.web.console;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The application in a process of its own, as the launcher starts it, with an empty data folder. */
final class Application implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(120);

    private final Process process;
    private final Path data;
    private final int port;

    private Application(Process process, Path data, int port) {
        this.process = process;
        this.data = data;
        this.port = port;
    }

    static Application start(Path data) throws IOException, InterruptedException {
        return start(data, FreePort.find());
    }

    /** Another process in place of this one, which has ended: with the same data, at the same address. */
    Application startAgain() throws IOException, InterruptedException {
        return start(data, port);
    }

    private static Application start(Path data, int port) throws IOException, InterruptedException {
        // Surefire's own class path is only a list of the real one.
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        File log = Files.createDirectories(Path.of("target"))
                .resolve("console-test-server.log")
                .toFile();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Xmx1g",
                        "io.alltools.web.Main",
                        "--port",
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment().put("ALLTOOLS_HOME", data.toString());
        // Not as an argument: ONNX Runtime's environment overflows the stack where the command line is very long.
        builder.environment().put("CLASSPATH", classPath);
        Application application = new Application(builder.start(), data, port);
        application.awaitStart(log);
        return application;
    }

    String address() {
        return "http://localhost:" + port + "/";
    }

    private void awaitStart(File log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest info =
                    HttpRequest.newBuilder(URI.create(address() + "api/info")).build();
            while (process.isAlive() && System.nanoTime() < deadline) {
                try {
                    if (client.send(info, BodyHandlers.discarding()).statusCode() == 200) {
                        return;
                    }
                } catch (IOException e) {
                    // Not listening yet.
                }
                Thread.sleep(100);
            }
        }
        String state = process.isAlive() ? "is silent" : "ended with code " + process.exitValue();
        close();
        fail("the application " + state + ":\n" + Files.readString(log.toPath()));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
