package io.alltools.web.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A branch of a session that whoever has the link may read.
 *
 * @param leafId the last run that is shown
 * @param title as it was when the branch was shared; empty when there was none
 * @param expiresAt null for never
 */
public record Share(
        String id,
        String sessionId,
        String leafId,
        String title,
        Instant createdAt,
        @Nullable Instant expiresAt) {

    public boolean isLive(Instant now) {
        return expiresAt == null || expiresAt.isAfter(now);
    }
}
