package io.alltools.runtime.batch;

import java.time.Duration;
import java.util.List;

/**
 * What the scheduler does and did. Counts are since the start; rates and times are of the last {@value Meter#WINDOW}
 * runs.
 *
 * @param requests how requests ended, and where the others are
 * @param slots KV slots of the decoder
 * @param tokens tokens by the way they came
 * @param prefillTokensPerSecond prompt tokens by the time of their runs
 * @param decodeTokensPerSecond generated tokens of all requests by the time of decode steps
 * @param stepTime time of a decode step, in which each generating request gets a token or more
 * @param decoder the thread that does it all
 */
public record BatchMetrics(
        Requests requests,
        Slots slots,
        Tokens tokens,
        double prefillTokensPerSecond,
        double decodeTokensPerSecond,
        StepTime stepTime,
        Decoder decoder) {

    /**
     * In what time the half of those that wait now would have a slot, by what the requests so far took; zero where
     * nothing waits or nothing is known yet.
     */
    public Duration halfWaited() {
        long ended = requests.completed + requests.cancelled + requests.expired + requests.failed;
        if (requests.waiting == 0 || ended == 0 || prefillTokensPerSecond <= 0 || decodeTokensPerSecond <= 0) {
            return Duration.ZERO;
        }
        double each =
                tokens.prefilled / prefillTokensPerSecond / ended + tokens.generated / decodeTokensPerSecond / ended;
        return Duration.ofMillis(Math.round(1000 * each * requests.waiting / 2));
    }

    /**
     * Requests.
     *
     * @param waiting in the queue now
     * @param completed with an end token or at their limit
     * @param expired their deadline passed
     * @param failed the model, a sampler or a constraint failed
     * @param refused the queue was full
     * @param preempted times that a rollout gave its slot to an interactive request and went back to the queue
     */
    public record Requests(
            int waiting, long completed, long cancelled, long expired, long failed, long refused, long preempted) {}

    /**
     * Slots.
     *
     * @param idle without a request; they keep the cache of their last one
     * @param cacheBytes keys and values of all slots, which are allocated once
     * @param each what each of them does, by its index
     */
    public record Slots(int total, int active, int idle, long cacheBytes, List<SlotState> each) {}

    /**
     * Tokens.
     *
     * @param reused prompt tokens whose keys and values were there
     * @param prefilled prompt tokens that ran
     * @param generated tokens that were sampled or forced
     * @param forced those of them that a constraint left no choice about
     * @param proposed tokens that prompt lookup proposed
     * @param accepted those of them that the sampler chose too
     */
    public record Tokens(long reused, long prefilled, long generated, long forced, long proposed, long accepted) {}

    /**
     * The decoder's thread.
     *
     * @param alive false when it ended, by being closed or by an error
     * @param turn how long the turn that is under way takes already; zero while there is nothing to do
     */
    public record Decoder(boolean alive, Duration turn) {}

    /** In milliseconds. */
    public record StepTime(double mean, double median, double p99, double max) {}
}
