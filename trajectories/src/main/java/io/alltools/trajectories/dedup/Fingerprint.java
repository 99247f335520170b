package io.alltools.trajectories.dedup;

/**
 * What a text is compared by.
 *
 * @param signature int32 [places]; decides whether two texts are duplicates
 * @param keys int64 [any number]; texts without a common key are never compared. None for a text that has no duplicates
 */
@SuppressWarnings("ArrayRecordComponent") // Hot; made once and read only.
record Fingerprint(int[] signature, long[] keys) {}
