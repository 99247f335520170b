package io.alltools.runtime.sampling;

import io.alltools.agent.ModelException;

/** Tells what is wrong with logits that choose no token. */
final class Logits {

    private Logits() {}

    /**
     * @param max the largest of the allowed ones, NaN when one of them is
     * @throws ModelException FAILED unless it is a number
     */
    static void requireUsable(float max, float[] logits) {
        if (max > Float.NEGATIVE_INFINITY && max < Float.POSITIVE_INFINITY) {
            return;
        }
        if (max == Float.NEGATIVE_INFINITY) {
            throw failed("no token is possible: of " + logits.length + " logits none that is allowed is a number");
        }
        int first = 0;
        while (first < logits.length && !Float.isNaN(logits[first]) && logits[first] != Float.POSITIVE_INFINITY) {
            first++;
        }
        throw failed("the model's logits are not numbers: " + max + " at token " + first
                + "; its weights are damaged, or its values leave the range of the type it computes in");
    }

    private static ModelException failed(String message) {
        return new ModelException(ModelException.Kind.FAILED, message);
    }
}
