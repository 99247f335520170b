package io.alltools.runtime.batch;

import io.alltools.runtime.decode.Device;

/**
 * How requests share a model.
 *
 * @param maxWaiting requests that may wait; one more is refused
 * @param prefillChunk the most prompt tokens in one run, at most 512; also the longest time for which a cancellation
 *     waits
 * @param chunkWhileDecoding the same while other requests generate: they wait for one such chunk between two tokens
 * @param speculation whether tokens that repeat the context are proposed and verified several at a time
 */
public record BatchOptions(int maxWaiting, int prefillChunk, int chunkWhileDecoding, boolean speculation) {

    private static final int MAX_CHUNK = 512;

    /** @throws IllegalArgumentException when a number is out of its range */
    public BatchOptions {
        if (maxWaiting < 1 || chunkWhileDecoding < 1 || chunkWhileDecoding > prefillChunk || prefillChunk > MAX_CHUNK) {
            throw new IllegalArgumentException("batch options are out of range: max waiting " + maxWaiting
                    + " (expected 1 or more), prefill chunk " + prefillChunk + " (1 to " + MAX_CHUNK
                    + "), chunk while decoding " + chunkWhileDecoding + " (1 to the prefill chunk)");
        }
    }

    /**
     * Sensible for a device. A CPU is busy with few tokens: chunks of 32 cost 5 % more a token than chunks of 512 (1.5B
     * int4 on 2 cores) and hold up others for 0.4 s instead of 6 s. A GPU needs larger ones.
     */
    public static BatchOptions on(Device device) {
        return switch (device) {
            case Device.Cpu cpu -> new BatchOptions(256, MAX_CHUNK, 32, true);
            case Device.Cuda cuda -> new BatchOptions(256, MAX_CHUNK, 256, true);
        };
    }

    public BatchOptions withMaxWaiting(int maxWaiting) {
        return new BatchOptions(maxWaiting, prefillChunk, chunkWhileDecoding, speculation);
    }

    public BatchOptions withChunks(int prefillChunk, int chunkWhileDecoding) {
        return new BatchOptions(maxWaiting, prefillChunk, chunkWhileDecoding, speculation);
    }

    public BatchOptions withSpeculation(boolean speculation) {
        return new BatchOptions(maxWaiting, prefillChunk, chunkWhileDecoding, speculation);
    }
}
