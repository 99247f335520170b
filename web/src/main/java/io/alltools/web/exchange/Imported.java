package io.alltools.web.exchange;

import java.util.List;

/**
 * What an import made.
 *
 * @param runs how many
 * @param notes what a person should know of it, one line each
 */
public record Imported(String sessionId, int runs, List<String> notes) {}
