package io.alltools.runtime.sampling;

import java.util.random.RandomGenerator;

/** Logits of every character a model may have. */
enum RandomLogits {
    /** As of a trained model: most tokens are unlikely, a few stand out. */
    USUAL,
    /** One token has nearly everything. */
    PEAKED,
    FLAT,
    /** All equal. */
    EQUAL,
    /** Few different values. */
    TIES,
    /** From the smallest numbers to the largest. */
    EXTREME,
    /** Many tokens are impossible. */
    HOLES;

    float[] make(int vocab, RandomGenerator random) {
        float[] logits = new float[vocab];
        for (int i = 0; i < vocab; i++) {
            logits[i] = switch (this) {
                case USUAL -> (float) (random.nextGaussian() * 2.5 - 2);
                case PEAKED -> (float) (random.nextGaussian() * 0.5);
                case FLAT -> (float) (5 + random.nextGaussian() * 1e-4);
                case EQUAL -> -3.25f;
                case TIES -> random.nextInt(5) / 2f * (random.nextBoolean() ? 1 : -1);
                case EXTREME -> (float) Math.scalb(random.nextDouble() - 0.5, random.nextInt(-160, 120));
                case HOLES -> random.nextInt(3) > 0 ? Float.NEGATIVE_INFINITY : (float) random.nextGaussian() * 3;
            };
        }
        int best = random.nextInt(vocab);
        switch (this) {
            case PEAKED -> logits[best] = 25;
            case USUAL, HOLES -> logits[best] = 9;
            case FLAT, EQUAL, TIES, EXTREME -> {}
        }
        return logits;
    }
}
