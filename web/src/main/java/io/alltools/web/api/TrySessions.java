package io.alltools.web.api;

import io.alltools.web.AllTools;
import io.alltools.web.Ids;
import io.alltools.web.caller.Caller;
import io.alltools.web.http.ApiError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in which people try tools by hand: variables and files stay from one call to the next. They are no
 * conversations, so they are in no list; each is its caller's alone and is forgotten with its files when others push it
 * out, or with the server.
 */
final class TrySessions implements AutoCloseable {

    /** Beyond it the one that was used least recently is forgotten. */
    private static final int MOST = 32;

    private final AllTools app;
    private final Map<String, String> owners = new LinkedHashMap<>(16, 0.75f, true);

    TrySessions(AllTools app) {
        this.app = app;
    }

    /**
     * The session to call in.
     *
     * @param id null for a new one
     * @throws ApiError when there is no such session of the caller's
     */
    String open(@Nullable String id, Caller caller) {
        if (id != null) {
            require(id, caller);
            return id;
        }
        String made = Ids.session();
        String pushedOut = null;
        synchronized (owners) {
            if (owners.size() >= MOST) {
                pushedOut = owners.keySet().iterator().next();
                owners.remove(pushedOut);
            }
            owners.put(made, caller.id());
        }
        if (pushedOut != null) {
            forget(pushedOut);
        }
        return made;
    }

    /** @throws ApiError when there is no such session of the caller's */
    void require(String id, Caller caller) {
        synchronized (owners) {
            if (!caller.id().equals(owners.get(id))) {
                throw ApiError.notFound(
                        "session_not_found",
                        "there is no session \"" + id + "\" for trying tools: it was forgotten, as happens when the"
                                + " server starts anew; leave the field out to begin another");
            }
        }
    }

    @Override
    public void close() {
        List<String> all;
        synchronized (owners) {
            all = new ArrayList<>(owners.keySet());
            owners.clear();
        }
        all.forEach(this::forget);
    }

    private void forget(String id) {
        app.endSession(id);
        try {
            app.attachments().deleteFolder(id);
        } catch (IOException e) {
            throw new UncheckedIOException("the files of a session for trying tools can't be deleted", e);
        }
    }
}
