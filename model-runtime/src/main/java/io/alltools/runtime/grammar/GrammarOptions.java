package io.alltools.runtime.grammar;

/**
 * How a grammar is made.
 *
 * @param ignoreUnsupported whether keywords that can't be enforced are left out; otherwise they are an error
 */
public record GrammarOptions(boolean ignoreUnsupported, GrammarLimits limits) {

    public static final GrammarOptions STRICT = new GrammarOptions(false, GrammarLimits.DEFAULT);
    public static final GrammarOptions LENIENT = new GrammarOptions(true, GrammarLimits.DEFAULT);
}
