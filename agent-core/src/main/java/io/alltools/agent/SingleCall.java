package io.alltools.agent;

/**
 * One call that a person makes, outside of all runs, under the checks and the policy of an agent's runs. Whoever makes
 * it is who would be asked: what the policy would ask about may run, and what it denies may not.
 */
public final class SingleCall {

    private SingleCall() {}

    /**
     * Makes the call and gives what a model would get. An interrupt cancels it.
     *
     * @param privateFiles whether the session's folder holds files that the user put there
     */
    public static ToolResult make(Agent agent, ToolCall call, ToolContext where, boolean privateFiles)
            throws InterruptedException {
        Tool tool = agent.toolbox().find(call.name()).orElse(null);
        if (tool == null) {
            // It says what exists.
            return agent.toolbox().call(call, where);
        }
        return switch (Consent.checked(agent, tool, call)) {
            case Consent.Verdict.No no -> no.result();
            case Consent.Verdict.Yes yes -> judged(agent, tool, yes, where, privateFiles);
        };
    }

    private static ToolResult judged(
            Agent agent, Tool tool, Consent.Verdict.Yes checked, ToolContext where, boolean privateFiles)
            throws InterruptedException {
        ToolCall call = checked.call();
        ToolPolicy.Judgement judgement = agent.policy()
                .judge(
                        tool.spec(),
                        tool.traits(),
                        call,
                        new ToolPolicy.Context(where.sessionId(), Trust.TRUSTED, privateFiles));
        return switch (judgement.verdict()) {
            case DENY -> Consent.denied(call, judgement.reason()).result();
            case ALLOW, ASK -> {
                ToolResult result =
                        agent.checks().result(tool.spec(), agent.toolbox().call(call, where));
                yield checked.note().isEmpty() ? result : result.withNote(checked.note());
            }
        };
    }
}
