package io.alltools.runtime.grammar;

/**
 * What one lexeme alone, in one of its states, says of all tokens.
 *
 * @param inside bits of the tokens whose bytes it can read, all of them
 * @param ends nodes of the trie, rising, at which the lexeme may end
 */
record LexemeMask(long[] inside, int[] ends) {}
