package io.alltools.web.store;

import io.alltools.agent.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list.
 *
 * @param parentId the run that it goes on from; null for a first one
 * @param imported whether it came with an import and ran elsewhere, or in another session
 * @param outcome null while the run goes on, or when the process that ran it died; so are all behind it
 */
public record RunSummary(
        String id,
        String sessionId,
        @Nullable String parentId,
        Instant startedAt,
        String model,
        String input,
        boolean imported,
        Outcome.@Nullable Kind outcome,
        @Nullable Instant finishedAt,
        @Nullable Integer steps,
        @Nullable Long promptTokens,
        @Nullable Long completionTokens) {}
