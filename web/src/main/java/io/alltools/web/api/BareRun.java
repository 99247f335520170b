package io.alltools.web.api;

import io.alltools.agent.Json;
import io.alltools.web.store.NewEntries;
import io.alltools.web.store.RunStore;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run's events for who shows the run before it, too: of the messages in its start those alone that are new.
 * {@code messagesBefore} of the start tells how many are left out, which is the whole conversation of the run that it
 * goes on from; 0 where that is not how the messages begin, so that all are there.
 */
final class BareRun {

    private BareRun() {}

    /** @param fromSeq the first event */
    static List<ObjectNode> of(RunStore store, String runId, long fromSeq) {
        NewEntries found = store.newEntries(runId, fromSeq);
        List<ObjectNode> entries = found.entries().stream()
                .map(entry -> (ObjectNode) Json.MAPPER.<JsonNode>valueToTree(entry))
                .toList();
        if (fromSeq == 0 && !entries.isEmpty()) {
            entries.getFirst().put("messagesBefore", found.before());
        }
        return entries;
    }
}
