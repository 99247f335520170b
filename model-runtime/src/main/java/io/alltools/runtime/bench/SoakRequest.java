package io.alltools.runtime.bench;

import io.alltools.agent.ModelException;
import io.alltools.runtime.batch.GeneratedToken;
import io.alltools.runtime.batch.Generation;
import io.alltools.runtime.batch.GenerationRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One request of a soak and what its reader does. */
final class SoakRequest {

    private final GenerationRequest request;
    private final int cancelAfter;
    private final Duration pause;
    private int[] output = new int[0];
    private boolean complete;

    /**
     * @param cancelAfter tokens after which it is cancelled, 0 at once; -1 for never
     * @param pause of the reader after each token
     */
    SoakRequest(GenerationRequest request, int cancelAfter, Duration pause) {
        this.request = request;
        this.cancelAfter = cancelAfter;
        this.pause = pause;
    }

    GenerationRequest request() {
        return request;
    }

    List<Integer> key() {
        return Arrays.stream(request.prompt()).boxed().toList();
    }

    int[] output() {
        return output;
    }

    /** Whether its output is all there and greedy. */
    boolean comparable() {
        return complete && request.sampling().temperature() == 0;
    }

    /** Reads to the end; returns what should not have happened. */
    Optional<String> read(Generation generation) {
        int[] tokens = new int[request.maxTokens()];
        int n = 0;
        try {
            while (true) {
                if (n == cancelAfter) {
                    if (n == 0) {
                        Thread.sleep(pause);
                    }
                    generation.cancel();
                }
                Optional<GeneratedToken> token = generation.next();
                if (token.isEmpty()) {
                    break;
                }
                if (n == tokens.length) {
                    return Optional.of("more than " + n + " tokens came");
                }
                if ((token.get().logprob() != null) != (request.logprobs() >= 0)) {
                    return Optional.of("logprobs " + request.logprobs() + " were asked for, got "
                            + token.get().logprob());
                }
                tokens[n++] = token.get().id();
                Thread.sleep(pause);
            }
            output = Arrays.copyOf(tokens, n);
            complete = cancelAfter < 0;
            return Optional.empty();
        } catch (ModelException e) {
            boolean late = e.kind() == ModelException.Kind.DEADLINE_EXCEEDED
                    && request.service().deadline() != null;
            return late ? Optional.empty() : Optional.of(e.kind() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("a reader was interrupted");
        }
    }
}
