package io.alltools.web.store;

import java.time.Instant;

/** A file that the user put into a session's folder, as it was then. */
public record SessionFile(String name, long bytes, Instant attachedAt) {}
