package io.alltools.runtime.batch;

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
 */
public record BatchMetrics(
        Requests requests,
        Slots slots,
        Tokens tokens,
        double prefillTokensPerSecond,
        double decodeTokensPerSecond,
        StepTime stepTime) {

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
     */
    public record Slots(int total, int active, int idle) {}

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

    /** In milliseconds. */
    public record StepTime(double mean, double median, double p99, double max) {}
}
