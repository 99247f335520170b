package io.alltools.web.responses;

import java.util.Optional;

/** A response and its run have one id in two spellings; the ids of items begin with it, too. */
final class ResponseIds {

    private static final String RUN = "run_";
    private static final String RESPONSE = "resp_";

    private ResponseIds() {}

    static String ofRun(String runId) {
        return RESPONSE + bare(runId);
    }

    /** The run of a response; empty for what is no response's id. */
    static Optional<String> run(String responseId) {
        return responseId.startsWith(RESPONSE)
                ? Optional.of(RUN + responseId.substring(RESPONSE.length()))
                : Optional.empty();
    }

    /** @param place counts in the output, or in the input with an {@code i} before it */
    static String item(String prefix, String runId, String place) {
        return prefix + "_" + bare(runId) + "_" + place;
    }

    /** The run of an item; empty for what is no item's id. */
    static Optional<String> runOfItem(String itemId) {
        String[] parts = itemId.split("_", -1);
        return parts.length == 3 ? Optional.of(RUN + parts[1]) : Optional.empty();
    }

    private static String bare(String runId) {
        return runId.startsWith(RUN) ? runId.substring(RUN.length()) : runId;
    }
}
