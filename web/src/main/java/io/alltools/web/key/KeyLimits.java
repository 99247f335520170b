package io.alltools.web.key;

import io.alltools.web.store.ApiKey;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each key may do in a minute, in this server. Requests are counted when they come. Tokens are counted when they
 * were used, since nobody knows before how many an answer will have: a key may go into debt once and waits then until
 * it is paid.
 */
final class KeyLimits {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private record Buckets(Bucket requests, Bucket tokens) {

        static Buckets of(ApiKey key) {
            return new Buckets(bucket(key.requestsPerMinute()), bucket(key.tokensPerMinute()));
        }
    }

    /**
     * What a request learns.
     *
     * @param exceeded what there was too much of, {@code requests} or {@code tokens}; empty when it may go on
     * @param retryAfter how long to wait when it may not
     */
    record Taken(
            String exceeded,
            Duration retryAfter,
            long remainingRequests,
            Duration requestsReset,
            long remainingTokens,
            Duration tokensReset) {}

    private final Map<String, Buckets> byKey = new ConcurrentHashMap<>();

    /** Counts a request. */
    Taken take(ApiKey key) {
        Buckets buckets = buckets(key);
        EstimationProbe tokens = buckets.tokens().estimateAbilityToConsume(1);
        long left = buckets.tokens().getAvailableTokens();
        Duration paid = untilFull(key.tokensPerMinute(), left);
        if (!tokens.canBeConsumed()) {
            long requests = buckets.requests().getAvailableTokens();
            return new Taken(
                    "tokens",
                    Duration.ofNanos(tokens.getNanosToWaitForRefill()),
                    requests,
                    untilFull(key.requestsPerMinute(), requests),
                    0,
                    paid);
        }
        ConsumptionProbe requests = buckets.requests().tryConsumeAndReturnRemaining(1);
        return new Taken(
                requests.isConsumed() ? "" : "requests",
                Duration.ofNanos(requests.getNanosToWaitForRefill()),
                requests.getRemainingTokens(),
                untilFull(key.requestsPerMinute(), requests.getRemainingTokens()),
                left,
                paid);
    }

    /** Counts tokens that were used. */
    void charge(ApiKey key, long tokens) {
        if (tokens > 0) {
            long ignored = buckets(key).tokens().consumeIgnoringRateLimits(tokens);
        }
    }

    private Buckets buckets(ApiKey key) {
        return byKey.computeIfAbsent(key.id(), id -> Buckets.of(key));
    }

    private static Duration untilFull(long perMinute, long available) {
        return MINUTE.multipliedBy(perMinute - Math.min(perMinute, available)).dividedBy(perMinute);
    }

    private static Bucket bucket(long perMinute) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                .build();
    }
}
