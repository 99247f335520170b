package io.alltools.agent;

import java.math.BigDecimal;

/**
 * What a model's tokens cost, in a currency of the user's choice.
 *
 * @param inputPerMillion for a million tokens of prompts, those from a cache included
 * @param outputPerMillion for a million generated tokens
 */
public record Price(BigDecimal inputPerMillion, BigDecimal outputPerMillion) {

    /** What a model in this process costs. */
    public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO);

    public BigDecimal of(Usage usage) {
        return inputPerMillion
                .multiply(BigDecimal.valueOf(usage.promptTokens()))
                .add(outputPerMillion.multiply(BigDecimal.valueOf(usage.completionTokens())))
                .movePointLeft(6);
    }
}
