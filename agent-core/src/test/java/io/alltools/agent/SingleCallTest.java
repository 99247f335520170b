package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Checks.Finding;
import io.alltools.agent.ToolPolicy.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A call that a person makes by hand is under the rules of runs. */
class SingleCallTest {

    private static final ToolCall CALL = new ToolCall("c", "add", "{\"a\": 1, \"b\": 2}");
    private static final Agent AGENT = Agent.of(new ScriptedModel(), new Toolbox(List.of(new AddTool())), entry -> {});

    @Test
    void whatThePolicyWouldAskAboutRunsAndWhatItDeniesDoesNot() throws Exception {
        assertThat(made(AGENT.withPolicy(ToolPolicy.of(List.of(PolicyRule.of(Verdict.ASK, "add"))))))
                .isEqualTo(ToolResult.ok("3"));
        assertThat(made(AGENT.withPolicy(ToolPolicy.of(List.of(PolicyRule.of(Verdict.DENY, "add"))))))
                .isInstanceOfSatisfying(
                        ToolResult.Failed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(ToolResult.Kind.DENIED));
    }

    @Test
    void checksChangeAndRefuseItAsInARun() throws Exception {
        assertThat(made(checkedBy(new Finding.Replace("{\"a\": 5, \"b\": 6}"))).toString())
                .contains("11", "a check changed the arguments");
        assertThat(made(checkedBy(new Finding.Refuse("no sums today"))).toString())
                .contains("DENIED", "no sums today");
        Checks results =
                new Checks(List.of(), List.of(), List.of(), List.of((tool, text) -> new Finding.Replace("[SUM]")));
        assertThat(made(AGENT.withChecks(results)).toString()).contains("[SUM]");
    }

    @Test
    void aWrongNameSaysWhatThereIs() throws Exception {
        assertThat(SingleCall.make(AGENT, new ToolCall("c", "subtract", "{}"), where(), false)
                        .toString())
                .contains("UNKNOWN_TOOL", "Available: add");
    }

    private static Agent checkedBy(Finding finding) {
        return AGENT.withChecks(new Checks(List.of(), List.of(), List.of((tool, traits, call) -> finding), List.of()));
    }

    private static ToolResult made(Agent agent) throws InterruptedException {
        return SingleCall.make(agent, CALL, where(), false);
    }

    private static ToolContext where() {
        return new ToolContext("s", "c", Path.of("unused"));
    }
}
