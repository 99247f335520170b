package io.alltools.runtime.grammar;

import java.util.List;

/** Rules one after the other, from one of them on. */
final class RuleSequence implements Rule {

    private final List<Rule> rules;
    private final int at;
    private final Rule rest;

    RuleSequence(List<Rule> rules, int at) {
        this.rules = rules;
        this.at = at;
        this.rest = at + 2 < rules.size() ? new RuleSequence(rules, at + 1) : rules.getLast();
    }

    @Override
    public void enter(Frame then, Threads threads) {
        Frame behind = at + 1 < rules.size() ? threads.frame(new Rest(rest, then)) : then;
        rules.get(at).enter(behind, threads);
    }

    /** A rule that comes next. */
    static final class Rest extends Frame {

        Rest(Rule rule, Frame then) {
            super(rule, 0, NO_BITS, then);
        }

        @Override
        void enter(Threads threads) {
            ((Rule) what).enter(below(), threads);
        }
    }
}
