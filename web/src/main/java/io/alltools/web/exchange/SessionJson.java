package io.alltools.web.exchange;

import io.alltools.agent.Json;
import io.alltools.web.store.RunRecord;
import io.alltools.web.store.SessionArchive;
import io.alltools.web.store.SessionFile;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A session with all that is recorded of it, as JSON:
 *
 * <pre>{@code
 * {"format":"alltools-session","version":1,"sessionId":"ses_…","title":null,"createdAt":"…","privateFiles":false,
 *  "note":"…","files":[{"name":"data.csv","bytes":12,"attachedAt":"…"}],
 *  "runs":[{"id":"run_…","parentId":null,"nested":false,"baseId":null,"kept":0,"depth":0,"carried":null,
 *           "rating":null,"entries":[…]}]}
 * }</pre>
 *
 * <p>Runs come behind those that they refer to. As in the database, a run's first event leaves out the first
 * {@code kept} messages of its conversation: they are those that the run {@code baseId} begins with.
 */
public final class SessionJson {

    public static final String FORMAT = "alltools-session";
    public static final int VERSION = 1;

    private static final String NOTE = "Attached files and those that tools made are not in this export, only the names"
            + " of the attached ones.";

    private SessionJson() {}

    /** What comes before the runs. */
    public static String begin(String sessionId, SessionArchive.Head head, List<SessionFile> files) {
        ObjectNode begin = Json.object()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("sessionId", sessionId)
                .put("title", head.title())
                .put("createdAt", head.createdAt().toString())
                .put("privateFiles", head.privateFiles())
                .put("note", NOTE);
        begin.set("files", Json.MAPPER.valueToTree(files));
        String opened = Json.write(begin);
        return opened.substring(0, opened.length() - 1) + ",\"runs\":[";
    }

    /** One run; {@code first} for the one that no other comes before. */
    public static String run(RunRecord run, boolean first) {
        return (first ? "\n" : ",\n") + Json.write(run(run));
    }

    /** What comes behind the runs. */
    public static String end() {
        return "\n]}\n";
    }

    private static ObjectNode run(RunRecord run) {
        ObjectNode json = Json.object()
                .put("id", run.id())
                .put("parentId", run.parentId())
                .put("nested", run.nested())
                .put("baseId", run.baseId())
                .put("kept", run.kept())
                .put("depth", run.depth())
                .put("carried", run.carried());
        json.set("rating", RatingsJson.write(run.ratings()));
        json.set("entries", Json.MAPPER.valueToTree(run.entries()));
        return json;
    }
}
