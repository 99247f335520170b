package io.alltools.web.server;

import io.alltools.runtime.chat.GlmChatModel;
import io.alltools.web.AllTools;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * In how many seconds to ask an overloaded server again: when half of the queue will be done, by what its requests took
 * so far. Some seconds more or less, so that those who were refused together do not come back together.
 */
final class RetryAfter implements LongSupplier {

    private static final long LONGEST_SECONDS = 120;

    private final AllTools app;

    RetryAfter(AllTools app) {
        this.app = app;
    }

    @Override
    public long getAsLong() {
        long seconds = app.model() instanceof GlmChatModel glm
                ? glm.metrics().halfWaited().toSeconds()
                : 0;
        long bounded = Math.clamp(seconds, 1, LONGEST_SECONDS);
        return bounded + ThreadLocalRandom.current().nextLong(bounded / 4 + 1);
    }
}
