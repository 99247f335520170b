package io.alltools.runtime.batch;

import io.alltools.runtime.sampling.Logprobs.Logprob;
import org.jspecify.annotations.Nullable;

/**
 * One token of an output.
 *
 * @param logprob how likely it was; null where the request didn't ask
 */
public record GeneratedToken(int id, @Nullable Logprob logprob) {}
