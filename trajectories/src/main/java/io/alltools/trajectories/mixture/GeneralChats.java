package io.alltools.trajectories.mixture;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import io.alltools.trajectories.dataset.Trajectories;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * General conversations, one a line, as trajectories without tools: {@code {"messages": [{"role", "content"}]}} as
 * OpenAI's, LongAlign's and TRL's data, or {@code {"conversations": [{"from", "value"}]}} as ShareGPT's. All turns of
 * the assistant are trained on.
 *
 * @param skipUnusable whether a conversation that can't be a plain one (with calls, without an answer, of unknown
 *     roles) is passed over; otherwise it is an error. {@link #check} counts them
 */
public record GeneralChats(Path file, boolean skipUnusable) implements Trajectories {

    /** @param unusable how many conversations are passed over for each reason */
    public record Check(long usable, SortedMap<String, Long> unusable) {}

    /** Reads the file once. */
    public Check check() throws IOException {
        SortedMap<String, Long> unusable = new TreeMap<>();
        long usable = 0;
        try (Reader reader = new Reader()) {
            for (Line line = reader.line(); line != null; line = reader.line()) {
                if (line.problem() == null) {
                    usable++;
                } else {
                    unusable.merge(line.problem(), 1L, Long::sum);
                }
            }
        }
        return new Check(usable, unusable);
    }

    @Override
    public Cursor open() throws IOException {
        return new Reader();
    }

    /** @param problem a short id for counting; null when there is none, and then there is a trajectory */
    private record Line(
            long number,
            @Nullable AtifTrajectory trajectory,
            @Nullable String problem) {}

    private final class Reader implements Cursor {

        private final BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        private long number;

        Reader() throws IOException {}

        @Override
        public Optional<AtifTrajectory> next() throws IOException {
            for (Line line = line(); line != null; line = line()) {
                if (line.trajectory() != null) {
                    return Optional.of(line.trajectory());
                }
                if (!skipUnusable) {
                    throw new IOException(file + ", line " + line.number() + ": " + line.problem()
                            + "; expected messages (role, content) or conversations (from, value) of users and"
                            + " assistants. Let such lines be skipped, or mend it");
                }
            }
            return Optional.empty();
        }

        /** Null after the last one. */
        @Nullable
        Line line() throws IOException {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    return line(line);
                }
            }
            return null;
        }

        private Line line(String line) {
            try {
                ObjectNode row = Json.parseObject(line);
                List<AtifTrajectory.Step> steps = steps(row);
                return new Line(number, trajectory(row, steps), null);
            } catch (Unusable e) {
                return new Line(number, null, e.id);
            } catch (IllegalArgumentException e) {
                return new Line(number, null, "not_json");
            }
        }

        private AtifTrajectory trajectory(ObjectNode row, List<AtifTrajectory.Step> steps) {
            String name = String.valueOf(file.getFileName());
            String id = row.path("id").asString(name + ":" + number);
            ObjectNode extra = Json.object();
            extra.putObject("outcome").put("kind", "answered").put("detail", "");
            extra.put("general", name);
            return new AtifTrajectory(
                    AtifTrajectory.SCHEMA_VERSION,
                    id,
                    id,
                    new AtifTrajectory.Agent("general", "", "", null),
                    steps,
                    new AtifTrajectory.FinalMetrics(0, 0, 0, steps.size()),
                    extra);
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    private static List<AtifTrajectory.Step> steps(ObjectNode row) throws Unusable {
        boolean messages = row.path("messages").isArray();
        JsonNode turns = row.path(messages ? "messages" : "conversations");
        if (!turns.isArray()) {
            throw new Unusable("no_conversation");
        }
        List<AtifTrajectory.Step> steps = new ArrayList<>();
        for (JsonNode turn : turns) {
            if (turn.hasNonNull("tool_calls") || turn.hasNonNull("function_call")) {
                throw new Unusable("calls");
            }
            JsonNode text = turn.path(messages ? "content" : "value");
            if (!text.isString()) {
                throw new Unusable("not_text");
            }
            AtifTrajectory.Source source =
                    source(turn.path(messages ? "role" : "from").asString(""));
            if (source == AtifTrajectory.Source.SYSTEM && !steps.isEmpty()) {
                throw new Unusable("system_inside");
            }
            steps.add(new AtifTrajectory.Step(
                    steps.size() + 1,
                    null,
                    source,
                    text,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    source == AtifTrajectory.Source.AGENT ? Json.object().put("loss", true) : null));
        }
        if (steps.stream().noneMatch(step -> step.source() == AtifTrajectory.Source.AGENT)) {
            throw new Unusable("no_answer");
        }
        return List.copyOf(steps);
    }

    private static AtifTrajectory.Source source(String role) throws Unusable {
        return switch (role.toLowerCase(Locale.ROOT)) {
            case "system" -> AtifTrajectory.Source.SYSTEM;
            case "user", "human" -> AtifTrajectory.Source.USER;
            case "assistant", "gpt", "chatgpt", "bard", "bing" -> AtifTrajectory.Source.AGENT;
            case "tool", "function", "function_call", "observation" -> throw new Unusable("calls");
            default -> throw new Unusable("unknown_role");
        };
    }

    /** Why a conversation can't be a plain one. */
    private static final class Unusable extends Exception {

        private static final long serialVersionUID = 1;

        private final String id;

        Unusable(String id) {
            super(id, null, false, false);
            this.id = id;
        }
    }
}
