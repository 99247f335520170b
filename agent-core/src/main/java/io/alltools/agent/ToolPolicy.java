package io.alltools.agent;

import java.util.List;
import java.util.Set;

/** Decides whether a call may run. It is asked before each call of a tool that exists. */
@FunctionalInterface
public interface ToolPolicy {

    /** What a policy says of a call. */
    enum Verdict {
        ALLOW,
        /** A person decides, see {@link Approver}. */
        ASK,
        DENY
    }

    /** @param reason one line for the person who is asked, and for the model when it is denied; empty when allowed */
    record Judgement(Verdict verdict, String reason) {
        public static final Judgement ALLOWED = new Judgement(Verdict.ALLOW, "");
    }

    /**
     * What the conversation holds already.
     *
     * @param trust {@link Trust#UNTRUSTED} once text from outside is in it
     * @param privateData whether a tool's result in it may be private, or the user put files into the session
     */
    record Context(String sessionId, Trust trust, boolean privateData) {}

    Judgement judge(ToolSpec tool, Set<Trait> traits, ToolCall call, Context context);

    /**
     * Asks before a call that text from outside may have talked the model into: one that changes state, and one that
     * sends data when private data could be among it. So at most two of three come together without a person: untrusted
     * input, private data, outward action (<a href="https://ai.meta.com/blog/practical-ai-agent-security/">Agents Rule
     * of Two</a>).
     */
    static ToolPolicy safe() {
        return (tool, traits, call, context) -> {
            if (context.trust() == Trust.TRUSTED) {
                return Judgement.ALLOWED;
            }
            if (traits.contains(Trait.CHANGES_STATE)) {
                return new Judgement(Verdict.ASK, "it changes something, and text from outside is in the conversation");
            }
            if (traits.contains(Trait.SENDS_DATA) && context.privateData()) {
                return new Judgement(
                        Verdict.ASK,
                        "it sends data out, and both private data and text from outside are in the" + " conversation");
            }
            return Judgement.ALLOWED;
        };
    }

    /**
     * The first rule that matches a call decides; {@link #safe()} decides the rest.
     *
     * @param rules in the order in which they are tried
     */
    static ToolPolicy of(List<PolicyRule> rules) {
        return of(rules, safe());
    }

    /**
     * The first rule that matches a call decides, but for what {@code rest} denies: that stays denied.
     *
     * @param rules in the order in which they are tried
     * @param rest decides where none matches
     */
    static ToolPolicy of(List<PolicyRule> rules, ToolPolicy rest) {
        List<PolicyRule> inOrder = List.copyOf(rules);
        return (tool, traits, call, context) -> {
            Judgement outer = rest.judge(tool, traits, call, context);
            return outer.verdict() == Verdict.DENY
                    ? outer
                    : inOrder.stream()
                            .filter(rule -> rule.matches(call, context))
                            .findFirst()
                            .map(PolicyRule::judgement)
                            .orElse(outer);
        };
    }

    /** Every tool of the toolbox may run; what is not in the toolbox never does. */
    static ToolPolicy allowListed() {
        return (tool, traits, call, context) -> Judgement.ALLOWED;
    }
}
