package io.alltools.web.cli;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.web.Parts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Runs commands over small files of trajectories, and keeps what they said. */
final class DataCommands {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Parts parts;
    private final Path folder;

    DataCommands(Parts parts, Path folder) {
        this.parts = parts;
        this.folder = folder;
    }

    /** Forgets what was said before. */
    int run(Object... words) {
        out.reset();
        err.reset();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.reader(new ByteArrayInputStream(new byte[0])),
                false,
                false);
        List<String> command = new ArrayList<>(List.of("trajectories"));
        for (Object word : words) {
            command.add(word.toString());
        }
        return new CommandLineApp(new CommandContext(parts, Map.of("ALLTOOLS_HOME", folder.toString()), terminal))
                .run(command.toArray(String[]::new));
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    Path write(String name, AtifTrajectory... trajectories) throws IOException {
        List<String> lines = new ArrayList<>();
        for (AtifTrajectory trajectory : trajectories) {
            lines.add(Json.write(trajectory));
        }
        return Files.write(folder.resolve(name), lines);
    }

    static List<AtifTrajectory> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> Json.read(line, AtifTrajectory.class))
                .toList();
    }

    static List<String> ids(Path file) throws IOException {
        return read(file).stream().map(AtifTrajectory::trajectoryId).toList();
    }

    /** A question, an answer and its reward. */
    static AtifTrajectory said(String id, String question, String answer, double reward) {
        ObjectNode extra = Json.object();
        extra.putObject("outcome").put("kind", "answered").put("detail", "");
        extra.putArray("tools");
        extra.put("environment", "math").put("reward", reward);
        return new AtifTrajectory(
                AtifTrajectory.SCHEMA_VERSION,
                "ses_" + id,
                id,
                new AtifTrajectory.Agent("tester", "1", "echo", null),
                List.of(step(1, AtifTrajectory.Source.USER, question), step(2, AtifTrajectory.Source.AGENT, answer)),
                new AtifTrajectory.FinalMetrics(10, 5, 0, 2),
                extra);
    }

    private static AtifTrajectory.Step step(int number, AtifTrajectory.Source source, String text) {
        boolean agent = source == AtifTrajectory.Source.AGENT;
        return new AtifTrajectory.Step(
                number,
                null,
                source,
                Json.MAPPER.getNodeFactory().stringNode(text),
                null,
                null,
                null,
                agent ? new AtifTrajectory.Metrics(10, 5, 0, null, null, null, null) : null,
                agent ? 1 : null,
                null,
                agent ? Json.object().put("loss", true) : null);
    }
}
