package io.alltools.web.responses;

import io.alltools.agent.Message;
import java.util.List;

/**
 * What a request's {@code input} says.
 *
 * @param history all messages in order, but for the last where that is what the user says now
 * @param said what the user says now; empty for nothing
 * @param results of calls that an earlier response left to the client
 * @param developer what system and developer messages say; empty for nothing
 */
record ResponseInput(List<Message> history, String said, List<Message.Observation> results, String developer) {}
