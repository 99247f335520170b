package io.alltools.clients.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The machine's Node, in a folder with the sources of {@code src/test/node} and the packages of their lock file. */
final class Node {

    private static final int OLDEST = 20;
    private static final String LOCK = "package-lock.json";

    private final Path folder;

    private Node(Path folder) {
        this.folder = folder;
    }

    /** Copies the sources to {@code target/node} and installs the packages where the lock file has changed. */
    static Node install() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of("target", "node"));
        Node node = new Node(folder);
        node.requireVersion();
        Path sources = Path.of("src", "test", "node");
        Path lock = sources.resolve(LOCK);
        boolean installed = Files.exists(folder.resolve(LOCK))
                && Files.mismatch(lock, folder.resolve(LOCK)) == -1
                && Files.exists(folder.resolve("node_modules").resolve(".package-lock.json"));
        try (Stream<Path> old = Files.list(folder)) {
            for (Path file : old.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.filter(file -> !file.endsWith(LOCK)).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!installed) {
            Files.copy(lock, folder.resolve(LOCK));
            Result npm = node.run(
                    Map.of(), List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"));
            if (npm.exitCode() != 0) {
                Files.delete(folder.resolve(LOCK));
                throw new IllegalStateException("npm could not install the clients:\n" + npm.output());
            }
        } else {
            Files.copy(lock, folder.resolve(LOCK));
        }
        return node;
    }

    /** The test files, in the order of their names. */
    List<String> testFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".test.mjs"))
                    .sorted()
                    .toList();
        }
    }

    /** Runs one of them and gives what its report says; {@code address} is the server's. */
    List<NodeReport.TestCase> test(String file, String address) throws IOException, InterruptedException {
        Path report = folder.resolve(file + ".xml");
        Result result = run(
                Map.of("ALLTOOLS_ADDRESS", address),
                List.of(
                        "node",
                        "--test",
                        "--test-timeout=240000",
                        "--test-reporter=junit",
                        "--test-reporter-destination=" + report.getFileName(),
                        file));
        List<NodeReport.TestCase> cases = new ArrayList<>(NodeReport.read(report));
        boolean failed = cases.stream().anyMatch(test -> !test.failure().isEmpty());
        if (cases.isEmpty() || (result.exitCode() != 0 && !failed)) {
            cases.add(new NodeReport.TestCase(
                    "the file runs", "node ended with code " + result.exitCode() + ":\n" + result.output()));
        }
        return cases;
    }

    private void requireVersion() throws IOException, InterruptedException {
        String version;
        try {
            version = run(Map.of(), List.of("node", "--version")).output().strip();
        } catch (IOException e) {
            version = "none";
        }
        if (!version.matches("v\\d+\\..*") || Integer.parseInt(version.replaceAll("^v|\\..*", "")) < OLDEST) {
            throw new IllegalStateException("these tests need Node " + OLDEST + " or newer with npm, found " + version
                    + ": install it, or leave them out with -DexcludedGroups=node");
        }
    }

    private record Result(int exitCode, String output) {}

    private Result run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "output", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(290, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        String.join(" ", command) + " did not end within 290 s:\n" + Files.readString(log));
            }
            return new Result(process.exitValue(), Files.readString(log));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.deleteIfExists(log);
        }
    }
}
