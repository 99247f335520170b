package io.alltools.web.exchange;

import io.alltools.agent.Json;
import io.alltools.web.Ids;
import io.alltools.web.store.SessionArchive;
import io.alltools.web.store.SessionStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Makes a session of a file: one that {@link SessionJson} wrote, or trajectories in ATIF. The whole file is looked
 * through first, so that one that is broken makes nothing; then the runs are put in under new ids, each import another
 * session.
 */
public final class SessionImport {

    private final SessionArchive archive;
    private final SessionStore sessions;

    /** @param archive and {@code sessions} as the caller's, whose the new session is */
    public SessionImport(SessionArchive archive, SessionStore sessions) {
        this.archive = archive;
        this.sessions = sessions;
    }

    /** @throws ImportException when the file can't be imported */
    public Imported read(Path file) throws IOException {
        try {
            return isSession(file) ? ofJson(file) : ofAtif(file);
        } catch (JacksonException e) {
            throw new ImportException("the file", "it is not valid JSON: " + Json.where(e));
        }
    }

    /** Whether the file's one value says of itself that it is a session. */
    private static boolean isSession(Path file) {
        try (JsonParser parser = Json.MAPPER.createParser(file)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("format")) {
                    return true;
                }
                if (name.equals("schema_version")) {
                    return false;
                }
                parser.skipChildren();
            }
            return false;
        }
    }

    private Imported ofJson(Path file) {
        SessionJsonReader checked = new SessionJsonReader(run -> {});
        checked.read(file);
        String sessionId = Ids.session();
        List<String> ids = newIds(checked.count());
        return put(sessionId, checked.head(), () -> {
            new SessionJsonReader(run -> archive.add(sessionId, run), sessionId, ids).read(file);
            return new Imported(sessionId, checked.count(), checked.notes());
        });
    }

    private Imported ofAtif(Path file) {
        AtifReader reader = new AtifReader(Ids.session());
        AtifReader.Session read = reader.read(file);
        Instant now = Instant.now();
        return put(read.id(), new SessionArchive.Head(now, null, false), () -> {
            read.runs().forEach(run -> archive.add(read.id(), run));
            return new Imported(read.id(), read.runs().size(), read.notes());
        });
    }

    /** All of it or nothing. */
    private Imported put(String sessionId, SessionArchive.Head head, Put work) {
        archive.create(sessionId, head, Instant.now());
        boolean done = false;
        try {
            Imported imported = work.all();
            done = true;
            return imported;
        } finally {
            if (!done) {
                sessions.delete(sessionId);
            }
        }
    }

    /** In their own order: of runs that began in the same instant the smaller id is the earlier one. */
    static List<String> newIds(int count) {
        return IntStream.range(0, count).mapToObj(i -> Ids.run()).sorted().toList();
    }

    @FunctionalInterface
    private interface Put {
        Imported all();
    }
}
