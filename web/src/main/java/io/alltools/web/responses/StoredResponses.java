package io.alltools.web.responses;

import io.alltools.agent.JournalEntry;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.RecordedRun;
import io.alltools.web.http.ApiError;
import io.alltools.web.store.ResponseRecord;
import io.alltools.web.store.ResponseStore;
import io.alltools.web.store.RunStore;
import io.alltools.web.store.SessionStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The responses that somebody may see. A run that was begun otherwise, in the console for instance, is a response, too:
 * its request said nothing.
 *
 * @param runs those that he may see
 * @param sessions those that he may see
 */
record StoredResponses(RunStore runs, SessionStore sessions, ResponseStore records) {

    /** A response with the events of its run so far. */
    record Found(ResponseRecord record, List<JournalEntry> entries) {

        ObjectNode response() {
            return ResponseFold.response(record, entries);
        }
    }

    /** Empty for what is not there, is somebody else's, or was not to be stored. */
    Optional<Found> find(String responseId) {
        return ResponseIds.run(responseId).flatMap(this::ofRun);
    }

    /** @throws ApiError when there is none of this id */
    Found require(String responseId) {
        return find(responseId)
                .orElseThrow(() ->
                        ApiError.notFound("response_not_found", "Response with id '" + responseId + "' not found."));
    }

    private Optional<Found> ofRun(String runId) {
        return runs.findTurn(runId)
                .map(run -> new Found(
                        records.find(runId).orElseGet(() -> unsaid(runId, run.sessionId())), runs.entries(runId, 0)))
                .filter(found -> found.record().stored() && !found.entries().isEmpty());
    }

    private ResponseRecord unsaid(String runId, String sessionId) {
        String system = RecordedRun.of(runs.entries(runId, 0)).started().messages().stream()
                .filter(Message.System.class::isInstance)
                .map(Message::text)
                .collect(Collectors.joining("\n\n"));
        return new ResponseRecord(runId, sessionId, true, false, false, system, Json.object());
    }

    /**
     * An item of a response's output or input. One of a session that holds imports would be put into another
     * conversation as if it were the client's own; it can only be gone on from where it is.
     *
     * @throws ApiError when there is none of this id, or it is of such a session
     */
    ObjectNode item(String itemId) {
        return ResponseIds.runOfItem(itemId)
                .flatMap(this::ofRun)
                .map(found -> requireOwn(found, itemId))
                .flatMap(found -> java.util.stream.Stream.concat(
                                StreamSupport.stream(
                                        found.response().path("output").spliterator(), false),
                                InputItems.of(found).stream())
                        .filter(item -> item.path("id").asString("").equals(itemId))
                        .map(JsonNode::asObject)
                        .findFirst())
                .orElseThrow(() -> ApiError.invalid("input", "Item with id '" + itemId + "' not found."));
    }

    private Found requireOwn(Found found, String itemId) {
        if (sessions.holdsImports(found.record().sessionId())) {
            throw ApiError.invalid(
                    "input",
                    "the item \"" + itemId
                            + "\" is of an imported session and can't be taken into another conversation:"
                            + " go on in that session with \"previous_response_id\"");
        }
        return found;
    }

    boolean sessionExists(String sessionId) {
        return sessions.exists(sessionId);
    }
}
