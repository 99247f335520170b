package io.alltools.web.store;

import tools.jackson.databind.node.ObjectNode;

/**
 * What a response of {@code /v1/responses} tells of its request beside what its run recorded.
 *
 * @param stored whether it is kept once it has been answered
 * @param background whether it goes on without a client
 * @param ownSession whether the session was made for it
 * @param developer what system and developer messages said, those of the responses before included; empty for nothing
 * @param echo fields of the request as the response repeats them
 */
public record ResponseRecord(
        String runId,
        String sessionId,
        boolean stored,
        boolean background,
        boolean ownSession,
        String developer,
        ObjectNode echo) {}
