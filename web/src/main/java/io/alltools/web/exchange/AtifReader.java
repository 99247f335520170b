package io.alltools.web.exchange;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.RecordedRun;
import io.alltools.web.Ids;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Makes runs of trajectories in ATIF, this application's own and others': one JSON object, several (JSON Lines), or an
 * array of them, all of one session. A trajectory with several questions becomes as many runs. A run goes on from the
 * one whose conversation its own begins with; where none is the same to the letter, and it says that it goes on, from
 * the one before it in the file.
 */
final class AtifReader {

    /** A session as it was read; each run's start is whole. */
    record Session(String id, List<List<JournalEntry>> runs, List<String> notes) {}

    private final String sessionId;
    private final List<List<JournalEntry>> runs = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, String> byConversation = new HashMap<>();
    private @Nullable String theirSession;
    private Instant last = Instant.EPOCH;

    AtifReader(String sessionId) {
        this.sessionId = sessionId;
    }

    /** @throws ImportException when it is no ATIF */
    Session read(Path file) {
        try (JsonParser parser = Json.MAPPER.createParser(file)) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_ARRAY) {
                token = parser.nextToken();
            }
            while (token != null && token != JsonToken.END_ARRAY) {
                String place = "line " + parser.currentTokenLocation().getLineNr();
                if (token != JsonToken.START_OBJECT) {
                    throw new ImportException(place, "expected a trajectory in ATIF, a JSON object");
                }
                trajectory(parser.readValueAsTree(), place);
                token = parser.nextToken();
            }
        }
        if (runs.isEmpty()) {
            throw new ImportException("the file", "it holds no trajectory: expected one or more in ATIF");
        }
        return new Session(sessionId, List.copyOf(runs), List.copyOf(notes));
    }

    private void trajectory(JsonNode json, String place) {
        requireSession(json, place);
        AtifRuns trajectory = new AtifRuns(json, place, notes);
        for (AtifRuns.Begun begun : trajectory.read()) {
            String before = runs.isEmpty() ? null : runs.getLast().getFirst().runId();
            String after = begun.goesOn() ? goesOnFrom(begun.messages(), before) : null;
            add(entries(begun, trajectory, after));
        }
    }

    private void requireSession(JsonNode json, String place) {
        if (!json.path("schema_version").asString("").startsWith("ATIF-v1.")) {
            throw new ImportException(
                    place + ": schema_version",
                    "found " + json.path("schema_version")
                            + ": expected ATIF-v1.0 or a later 1.x, or a session that was" + " exported as JSON");
        }
        String session = json.path("session_id").asString("");
        if (theirSession != null && !theirSession.equals(session)) {
            throw new ImportException(
                    place + ": session_id",
                    "found \"" + session + "\" behind \"" + theirSession
                            + "\": expected the runs of one session; import each session's lines as a file of its own");
        }
        theirSession = session;
    }

    private @Nullable String goesOnFrom(List<Message> messages, @Nullable String otherwise) {
        // What was said in a run that nothing came of stands before the question, too.
        for (int end = messages.size() - 1; end >= 0; end--) {
            String found = byConversation.get(hash(messages.subList(0, end)));
            if (found != null) {
                return found;
            }
            if (end == 0 || !(messages.get(end - 1) instanceof Message.User)) {
                break;
            }
        }
        return otherwise;
    }

    private List<JournalEntry> entries(AtifRuns.Begun begun, AtifRuns trajectory, @Nullable String after) {
        String id = Ids.run();
        List<JournalEntry> entries = new ArrayList<>();
        // No two runs begin at once: their order is that of the file.
        Instant at = later(begun.at(), last.plus(1, ChronoUnit.MICROS));
        entries.add(new JournalEntry(id, 0, at, trajectory.start(sessionId, begun.messages(), after)));
        for (AtifRuns.Timed timed : begun.events()) {
            at = later(timed.at(), at);
            entries.add(new JournalEntry(id, entries.size(), at, timed.event()));
        }
        return List.copyOf(entries);
    }

    private void add(List<JournalEntry> entries) {
        runs.add(entries);
        last = entries.getFirst().at();
        byConversation.put(
                hash(RecordedRun.of(entries).messages()), entries.getFirst().runId());
    }

    private static Instant later(@Nullable Instant at, Instant earliest) {
        return at == null || at.isBefore(earliest) ? earliest : at;
    }

    /** Without instructions: a run may bring its own. */
    private static String hash(List<Message> messages) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            messages.stream()
                    .filter(message -> !(message instanceof Message.System))
                    .forEach(message -> digest.update(Json.write(message).getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
