package io.alltools.web.exchange;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.ParentCall;
import io.alltools.agent.RecordedRun;
import io.alltools.agent.RecordedStep;
import io.alltools.agent.RunEvent;
import io.alltools.web.store.RunRecord;
import io.alltools.web.store.SessionArchive;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what {@link SessionJson} wrote, a run at a time; used once. */
final class SessionJsonReader {

    /** How many starts may stand behind each other; written by this application there are 32 at most. */
    private static final int MOST_BASES = 64;

    private static final int TITLE_CHARACTERS = 200;

    /** What was read of a run that later ones may refer to. */
    private record Known(String id, int messages, int depth, int bases) {}

    private final Consumer<RunRecord> out;
    private final @Nullable String newSession;
    private final @Nullable List<String> newIds;
    private final Map<String, Known> runs = new HashMap<>();
    private final ObjectNode head = Json.object();
    private boolean hasRuns;

    /** Checks, and keeps the ids. */
    SessionJsonReader(Consumer<RunRecord> out) {
        this(out, null, null);
    }

    /** @param newSession and {@code newIds} of the runs in the file's order; null to keep them */
    SessionJsonReader(Consumer<RunRecord> out, @Nullable String newSession, @Nullable List<String> newIds) {
        this.out = out;
        this.newSession = newSession;
        this.newIds = newIds;
    }

    /** @throws ImportException when it is not what was written */
    void read(Path file) {
        try (JsonParser parser = Json.MAPPER.createParser(file)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("runs")) {
                    runs(parser);
                } else {
                    head.set(name, parser.<JsonNode>readValueAsTree());
                }
            }
            if (parser.nextToken() != null) {
                throw new ImportException("the file", "something stands behind the session: expected its end");
            }
        }
        if (!SessionJson.FORMAT.equals(head.path("format").asString())) {
            throw new ImportException(
                    "format", found(head.get("format")) + ": expected \"" + SessionJson.FORMAT + "\"");
        }
        if (head.path("version").asInt(0) != SessionJson.VERSION) {
            throw new ImportException(
                    "version",
                    found(head.get("version")) + ": this application reads version " + SessionJson.VERSION
                            + "; a newer one may read it");
        }
        if (!hasRuns) {
            throw new ImportException("runs", "they are missing: expected an array");
        }
    }

    int count() {
        return runs.size();
    }

    SessionArchive.Head head() {
        JsonNode title = head.path("title");
        String text = title.isString() ? title.asString() : null;
        if (text != null && (text.length() > TITLE_CHARACTERS || text.chars().anyMatch(Character::isISOControl))) {
            throw new ImportException(
                    "title",
                    "it has " + text.length() + " characters: expected at most " + TITLE_CHARACTERS + " on one line");
        }
        try {
            Instant at = Instant.parse(head.path("createdAt").asString(""));
            return new SessionArchive.Head(at, text, head.path("privateFiles").asBoolean(false));
        } catch (DateTimeException e) {
            throw new ImportException(
                    "createdAt", found(head.get("createdAt")) + ": expected a time such as 2026-11-23T10:00:00Z");
        }
    }

    List<String> notes() {
        int files = head.path("files").size();
        return files == 0
                ? List.of()
                : List.of(files + (files == 1 ? " attached file is" : " attached files are")
                        + " not in the export: attach what is needed again");
    }

    private void runs(JsonParser parser) {
        hasRuns = true;
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new ImportException("runs", "no array stands there: expected an array");
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            String place = "runs[" + i + "]";
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new ImportException(place, "expected an object");
            }
            run(parser.readValueAsTree(), place, i);
        }
    }

    private void run(JsonNode json, String place, int number) {
        String id = json.path("id").asString("");
        if (id.isEmpty() || runs.containsKey(id)) {
            throw new ImportException(place + ".id", found(json.get("id")) + ": expected an id of its own");
        }
        Known parent = reference(json, "parentId", place);
        Known base = reference(json, "baseId", place);
        List<JournalEntry> entries = entries(json.path("entries"), place, id);
        RunEvent.RunStarted start = (RunEvent.RunStarted) entries.getFirst().event();
        int kept = number(json, "kept", place, base == null ? 0 : base.messages());
        int messages = kept + start.messages().size();
        int depth = number(json, "depth", place, base == null ? Integer.MAX_VALUE : 1_000_000_000);
        Known known = new Known(
                newIds == null ? id : newIds.get(number), messages, depth, base == null ? 0 : base.bases() + 1);
        if (base != null && (depth <= base.depth() || known.bases() > MOST_BASES)) {
            throw new ImportException(
                    place + ".depth",
                    depth + " after " + base.depth() + ", and " + known.bases()
                            + " starts behind each other: expected more than the base's, and at most " + MOST_BASES);
        }
        Integer carried = json.path("carried").isNull() ? null : number(json, "carried", place, messages);
        if (carried != null && (carried < kept || parent == null)) {
            throw new ImportException(
                    place + ".carried",
                    carried + ": expected null, or " + kept + " or more in a run that has a parent");
        }
        boolean nested = start.parent() != null;
        String parentId = parent == null ? null : parent.id();
        out.accept(new RunRecord(
                known.id(),
                parentId,
                nested,
                base == null ? null : base.id(),
                kept,
                depth,
                carried,
                RatingsJson.read(json.path("rating"), place + ".rating", steps(entries)),
                renamed(entries, start, known.id(), parentId)));
        runs.put(id, known);
    }

    private @Nullable Known reference(JsonNode json, String field, String place) {
        JsonNode value = json.path(field);
        if (value.isNull() || value.isMissingNode()) {
            return null;
        }
        Known known = runs.get(value.asString(""));
        if (known == null) {
            throw new ImportException(
                    place + "." + field, found(value) + ": expected null, or the id of a run that comes before it");
        }
        return known;
    }

    private static int number(JsonNode json, String field, String place, int most) {
        JsonNode value = json.path(field);
        if (!value.isInt() || value.asInt() < 0 || value.asInt() > most) {
            throw new ImportException(
                    place + "." + field, found(json.get(field)) + ": expected a whole number from 0 to " + most);
        }
        return value.asInt();
    }

    private static Set<Integer> steps(List<JournalEntry> entries) {
        return RecordedRun.of(entries).steps().stream()
                .map(RecordedStep::number)
                .collect(Collectors.toSet());
    }

    private static List<JournalEntry> entries(JsonNode json, String place, String id) {
        List<JournalEntry> entries = new ArrayList<>();
        for (int i = 0; i < json.size(); i++) {
            String at = place + ".entries[" + i + "]";
            try {
                JournalEntry entry = Json.MAPPER.treeToValue(json.get(i), JournalEntry.class);
                if (!entry.runId().equals(id)) {
                    throw new ImportException(at + ".runId", "\"" + entry.runId() + "\": expected \"" + id + "\"");
                }
                ImportedEvents.require(entry.at(), at + ".at");
                entries.add(entry);
            } catch (JacksonException e) {
                throw new ImportException(at, "it is no event: " + problem(e));
            } catch (DateTimeException e) {
                throw new ImportException(at + ".at", found(json.get(i).get("at")) + ": expected a time");
            } catch (NullPointerException | IllegalArgumentException e) {
                throw new ImportException(at, "it is no event: a field has a value that can't be used");
            }
        }
        try {
            RunEvent.RunStarted start = RecordedRun.of(entries).started();
            ImportedEvents.require(start, place + ".entries[0]");
        } catch (IllegalArgumentException e) {
            throw new ImportException(place + ".entries", String.valueOf(e.getMessage()));
        } catch (NullPointerException e) {
            throw new ImportException(place + ".entries", "an event lacks a field that it must have");
        }
        return entries;
    }

    private List<JournalEntry> renamed(
            List<JournalEntry> entries, RunEvent.RunStarted start, String id, @Nullable String parentId) {
        ParentCall call = start.parent();
        Known caller = call == null ? null : runs.get(call.runId());
        RunEvent.RunStarted renamed = new RunEvent.RunStarted(
                newSession == null ? start.sessionId() : newSession,
                start.agent(),
                start.model(),
                start.messages(),
                start.tools(),
                start.sampling(),
                start.budget(),
                start.format(),
                call == null || caller == null
                        ? call
                        : new ParentCall(caller.id(), call.callId(), call.depth(), call.trust(), call.privateData()),
                parentId,
                start.privateFiles(),
                // Whatever the file says of it: nobody here vouches for it.
                true,
                start.caller());
        List<JournalEntry> all = new ArrayList<>();
        for (JournalEntry entry : entries) {
            all.add(new JournalEntry(id, entry.seq(), entry.at(), entry.seq() == 0 ? renamed : entry.event()));
        }
        return all;
    }

    private static String problem(JacksonException e) {
        return String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("it can't be read");
    }

    private static String found(@Nullable JsonNode value) {
        String text = value == null ? "nothing" : value.toString();
        return "found " + (text.length() > 100 ? text.substring(0, 100) + "…" : text);
    }
}
