package io.alltools.agent;

import java.util.Map;

/**
 * What the model no longer sees of a conversation.
 *
 * @param shortened by call id, what stands in the place of an observation
 * @param summarised how many of the first messages the summary stands for; system messages among them stay
 * @param summary of those messages; empty for none
 */
public record Compaction(Map<String, String> shortened, int summarised, String summary) {

    public static final Compaction NONE = new Compaction(Map.of(), 0, "");
}
