package io.alltools.runtime.grammar;

import java.time.Duration;

/**
 * What one grammar may cost. Schemas come from strangers: none of them may hang or exhaust a server.
 *
 * @param schemaBytes of the schema, or of a regular expression, as text
 * @param nodes combinations of subschemas that are looked at
 * @param expressions regular expressions, which are also the states of the lexers
 * @param states of the whole machine that are kept; beyond it they are made again when needed
 * @param threads alternatives that are followed at the same time
 * @param compileTime for reading a schema, and for making the lexer states that one step needs
 * @param maskTime for one mask
 */
public record GrammarLimits(
        int schemaBytes, int nodes, int expressions, int states, int threads, Duration compileTime, Duration maskTime) {

    public static final GrammarLimits DEFAULT =
            new GrammarLimits(1 << 20, 20_000, 100_000, 10_000, 2_000, Duration.ofSeconds(2), Duration.ofMillis(500));
}
