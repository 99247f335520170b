package io.alltools.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.Checks;
import io.alltools.agent.Json;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardrailsTest {

    private static final String KEY = "gh" + "p_0123456789abcdefghijABCDEFGHIJ012345";

    @Test
    void whereNothingIsSetToolsThatSendDataGetNoKeysAndAllElseStays() {
        Checks checks = Guardrails.of(Map.of());

        assertThat(checks.input()).isEmpty();
        assertThat(checks.output()).isEmpty();
        assertThat(checks.results()).isEmpty();
        assertThat(called(checks, "open_url(\"https://example.org/?q=" + KEY + "\")"))
                .isEqualTo(new Checks.Finding.Replace("open_url(\"https://example.org/?q=[API_KEY]\")"));
        String harmless = "open_url(\"https://example.org/?token=abc12345&mail=ann@example.org\")";
        assertThat(called(checks, harmless)).isEqualTo(new Checks.Finding.Replace(harmless));
    }

    @Test
    void offIsOff() {
        assertThat(Guardrails.of(Map.of("ALLTOOLS_GUARDRAILS", "off"))).isEqualTo(Checks.NONE);
    }

    @Test
    void allThatIsNamedIsChecked() {
        Checks checks = Guardrails.of(Map.of(
                "ALLTOOLS_GUARDRAILS",
                "redact-input=email|card, redact-output,redact-calls,redact-results=secrets,output-length=20000,"
                        + "forbidden=pay|delete_*"));

        assertThat(checks.input())
                .singleElement()
                .satisfies(check -> assertThat(check.check("ann@example.org " + KEY))
                        .isEqualTo(new Checks.Finding.Replace("[EMAIL] " + KEY)));
        assertThat(checks.output()).hasSize(2);
        assertThat(checks.calls()).hasSize(2);
        assertThat(checks.results()).hasSize(1);
        assertThat(checks.calls()
                        .getLast()
                        .check(function("delete_all"), Set.of(), new ToolCall("c", "delete_all", "")))
                .isInstanceOf(Checks.Finding.Refuse.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redact", "redact-input,,redact-output", "redact-input=mail", "redact-input=", "output-length",
                "output-length=0", "output-length=many", "forbidden", "forbidden=a||b", "off,redact-input"
            })
    void whatCanNotBeReadIsAnErrorOfOneLine(String setting) {
        assertThatThrownBy(() -> Guardrails.of(Map.of("ALLTOOLS_GUARDRAILS", setting)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ALLTOOLS_GUARDRAILS: ")
                .hasMessageNotContaining("\n");
    }

    private static Checks.Finding called(Checks checks, String content) {
        return checks.calls()
                .getFirst()
                .check(
                        ToolSpec.builtIn("simple_browser", "", "command"),
                        Set.of(Trait.SENDS_DATA),
                        new ToolCall("c1", "simple_browser", content));
    }

    private static ToolSpec function(String name) {
        return ToolSpec.function(name, "", Json.object());
    }
}
