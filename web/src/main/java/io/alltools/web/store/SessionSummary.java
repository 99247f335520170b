package io.alltools.web.store;

import java.time.Instant;

/**
 * A session in a list.
 *
 * @param activeAt when a run of it last began or ended; when it was made where it has none
 * @param title as it was given, else the beginning of its first input; empty when there is none
 * @param runs how many turns it has over all its branches
 */
public record SessionSummary(String id, Instant createdAt, Instant activeAt, String title, int runs) {}
