package io.alltools.runtime.grammar;

import java.util.List;

/** A part of a grammar. */
@FunctionalInterface
interface Rule {

    /** Adds what this part begins with; behind it comes the frame. */
    void enter(Frame then, Threads threads);

    static Rule lexeme(Expr expression) {
        return (then, threads) -> threads.read(expression, then);
    }

    /** One of these special tokens. */
    static Rule special(List<Integer> tokens) {
        return (then, threads) -> tokens.forEach(token -> threads.special(token, then));
    }

    static Rule choice(List<Rule> rules) {
        return (then, threads) -> rules.forEach(rule -> rule.enter(then, threads));
    }

    static Rule sequence(Rule... rules) {
        return new RuleSequence(List.of(rules), 0);
    }

    /** The rule once, or several times with another between. */
    static Rule separated(Rule rule, Rule separator) {
        return new Rule() {
            @Override
            public void enter(Frame then, Threads threads) {
                rule.enter(threads.frame(new Again(this, then)), threads);
            }

            private final class Again extends Frame {
                Again(Rule loop, Frame then) {
                    super(loop, 0, NO_BITS, then);
                }

                @Override
                void enter(Threads threads) {
                    below().enter(threads);
                    separator.enter(threads.frame(new RuleSequence.Rest((Rule) what, below())), threads);
                }
            }
        };
    }
}
