package io.alltools.web.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.PolicyRule;
import io.alltools.agent.ToolPolicy.Verdict;
import io.alltools.agent.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {

    private static final List<PolicyRule> RULES = List.of(
            PolicyRule.of(Verdict.ALLOW, "get_weather"),
            new PolicyRule(Verdict.DENY, "pay*", "\"amount\": *[0-9]{4,}", "ses_1", Trust.UNTRUSTED));

    @TempDir
    Path folder;

    @Test
    void yamlIsRead() throws Exception {
        Permissions permissions = read("""
                approvalMinutes: 5
                rules:
                  - {tool: get_weather, verdict: allow}
                  - tool: pay*
                    verdict: deny
                    arguments: '"amount": *[0-9]{4,}'
                    session: ses_1
                    trust: untrusted
                """);
        assertThat(permissions).isEqualTo(new Permissions(RULES, Duration.ofMinutes(5)));
    }

    @Test
    void jsonAndTheListOfRulesAloneAreReadToo() throws Exception {
        Permissions permissions = read("""
                [{"tool": "get_weather", "verdict": "allow"},
                 {"tool": "pay*", "verdict": "deny", "arguments": "\\"amount\\": *[0-9]{4,}", "session": "ses_1",
                  "trust": "untrusted"}]""");
        assertThat(permissions).isEqualTo(new Permissions(RULES, Permissions.SAFE.expiry()));
    }

    @Test
    void theEnvironmentNamesTheFile() throws Exception {
        Path file = Files.writeString(folder.resolve("p.yaml"), "- {tool: pay, verdict: ask}");
        assertThat(Permissions.of(Map.of("ALLTOOLS_POLICY", file.toString())).rules())
                .containsExactly(PolicyRule.of(Verdict.ASK, "pay"));
        assertThat(Permissions.of(Map.of())).isEqualTo(Permissions.SAFE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{tool: pay, verdict: maybe}] | rules[0].verdict is \"maybe\": expected allow or ask or deny",
                "[{tool: pay, verdict: ask}, {verdict: ask}] | rules[1].tool is missing: expected a tool's name",
                "[{tool: pay}] | rules[0].verdict is missing",
                "[{tool: 7, verdict: ask}] | rules[0].tool is 7",
                "[{tool: pay, verdict: allow, argument: x}] | rules[0].argument is unknown: expected one of arguments",
                "[{tool: pay, verdict: allow, session: }] | rules[0].session is null: expected a session's id",
                "[{tool: pay, verdict: allow, trust: some}] | rules[0].trust is \"some\": expected trusted or untrusted",
                "[{tool: pay, verdict: allow, arguments: '('}] | rules[0].arguments is \"(\": expected a regular expression",
                "[pay] | rules[0] is \"pay\": expected an object",
                "{rule: []} | rule is unknown: expected one of approvalMinutes, rules",
                "{rules: {}} | rules is {}: expected a list",
                "{approvalMinutes: 0} | approvalMinutes is 0: expected a whole number from 1 to 43200",
                "{approvalMinutes: 99999999999} | approvalMinutes is 99999999999",
                "pay | the file is \"pay\": expected a list of rules",
                "[{tool: pay, tool: look, verdict: allow}] | not valid YAML or JSON",
                "[{tool: | not valid YAML or JSON",
            })
    void aBadPolicyIsToldInOneLineWithEntryAndField(String text, String expected) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("policy " + folder.resolve("policy.yaml") + ": ")
                .hasMessageContaining(expected)
                .message()
                .hasLineCount(1);
    }

    @Test
    void aMissingFileIsSaid() {
        assertThatThrownBy(() -> Permissions.read(folder.resolve("none.yaml")))
                .hasMessageContaining("none.yaml: there is no such file");
    }

    private Permissions read(String text) throws IOException {
        return Permissions.read(Files.writeString(folder.resolve("policy.yaml"), text));
    }
}
