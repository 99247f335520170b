package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.ToolPolicy.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a policy promises. */
class ToolPolicyTest {

    private static final Set<Trait> SENDS = Set.of(Trait.SENDS_DATA);
    private static final Set<Trait> CHANGES = Set.of(Trait.CHANGES_STATE);

    @Test
    void whenUntrustedTextIsInTheContextAToolThatChangesStateAsksFirst() {
        assertThat(safe(CHANGES, Trust.UNTRUSTED, false)).isEqualTo(Verdict.ASK);
    }

    @Test
    void whenUntrustedTextIsInTheContextAToolThatSaysNothingOfItselfAsksFirst() {
        assertThat(safe(Trait.UNKNOWN, Trust.UNTRUSTED, false)).isEqualTo(Verdict.ASK);
    }

    @Test
    void withPrivateDataAndUntrustedTextSendingDataAsks() {
        assertThat(safe(SENDS, Trust.UNTRUSTED, true)).isEqualTo(Verdict.ASK);
    }

    @Test
    void twoOfThreeMayComeTogether() {
        // Untrusted text and sending, private data and sending or changing, untrusted text and private data.
        assertThat(safe(SENDS, Trust.UNTRUSTED, false)).isEqualTo(Verdict.ALLOW);
        assertThat(safe(Trait.UNKNOWN, Trust.TRUSTED, true)).isEqualTo(Verdict.ALLOW);
        assertThat(safe(Set.of(Trait.READS_PRIVATE_DATA), Trust.UNTRUSTED, true))
                .isEqualTo(Verdict.ALLOW);
    }

    @Test
    void noMixOfTraitsLetsAllThreeTogetherWithoutAPerson() {
        for (int mask = 0; mask < 1 << Trait.values().length; mask++) {
            Set<Trait> traits = EnumSet.noneOf(Trait.class);
            for (Trait trait : Trait.values()) {
                if ((mask & 1 << trait.ordinal()) != 0) {
                    traits.add(trait);
                }
            }
            boolean outward = traits.contains(Trait.SENDS_DATA) || traits.contains(Trait.CHANGES_STATE);
            assertThat(safe(traits, Trust.UNTRUSTED, true))
                    .as(traits.toString())
                    .isEqualTo(outward ? Verdict.ASK : Verdict.ALLOW);
        }
    }

    @Test
    void aQuestionSaysWhy() {
        assertThat(judge(ToolPolicy.safe(), "pay", "{}", "s", Trust.UNTRUSTED).reason())
                .contains("changes something")
                .contains("text from outside");
    }

    @Test
    void theSafePolicyStaysUnderTheRules() {
        ToolPolicy policy = ToolPolicy.of(List.of(PolicyRule.of(Verdict.ALLOW, "look")));
        assertThat(judge(policy, "look", "{}", "s", Trust.UNTRUSTED).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(judge(policy, "pay", "{}", "s", Trust.UNTRUSTED).verdict()).isEqualTo(Verdict.ASK);
    }

    @Test
    void theFirstRuleThatMatchesDecides() {
        ToolPolicy policy =
                ToolPolicy.of(List.of(PolicyRule.of(Verdict.ASK, "pay_back"), PolicyRule.of(Verdict.DENY, "pay*")));
        assertThat(verdict(policy, "pay_back", "{}", "s")).isEqualTo(Verdict.ASK);
        assertThat(verdict(policy, "pay_out", "{}", "s")).isEqualTo(Verdict.DENY);
    }

    @Test
    void aStarStandsForAnyCharactersAndNothingElseIsSpecial() {
        ToolPolicy policy = ToolPolicy.of(List.of(PolicyRule.of(Verdict.DENY, "get.*_v1")));
        assertThat(verdict(policy, "get.pets_v1", "{}", "s")).isEqualTo(Verdict.DENY);
        assertThat(verdict(policy, "get._v1", "{}", "s")).isEqualTo(Verdict.DENY);
        assertThat(verdict(policy, "getXpets_v1", "{}", "s")).isEqualTo(Verdict.ALLOW);
        assertThat(verdict(policy, "get.pets_v12", "{}", "s")).isEqualTo(Verdict.ALLOW);
        assertThat(verdict(ToolPolicy.of(List.of(PolicyRule.of(Verdict.DENY, "*"))), "any", "{}", "s"))
                .isEqualTo(Verdict.DENY);
    }

    @Test
    void anArgumentPatternDecides() {
        ToolPolicy policy = ToolPolicy.of(List.of(rule(Verdict.DENY, "pay", "\"amount\":\\s*[0-9]{4,}", null, null)));
        assertThat(verdict(policy, "pay", "{\"amount\": 5000}", "s")).isEqualTo(Verdict.DENY);
        assertThat(verdict(policy, "pay", "{\"amount\":\n5000}", "s")).isEqualTo(Verdict.DENY);
        assertThat(verdict(policy, "pay", "{\"amount\": 500}", "s")).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void aRuleForOneSessionDoesNotHoldInAnother() {
        ToolPolicy policy = ToolPolicy.of(List.of(rule(Verdict.DENY, "pay", null, "mine", null)));
        assertThat(verdict(policy, "pay", "{}", "mine")).isEqualTo(Verdict.DENY);
        assertThat(verdict(policy, "pay", "{}", "other")).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void aRuleForTrustedConversationsEndsWithTheFirstTextFromOutside() {
        ToolPolicy policy = ToolPolicy.of(List.of(rule(Verdict.ALLOW, "pay", null, null, Trust.TRUSTED)));
        assertThat(judge(policy, "pay", "{}", "s", Trust.TRUSTED).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(judge(policy, "pay", "{}", "s", Trust.UNTRUSTED).verdict()).isEqualTo(Verdict.ASK);
    }

    @Test
    void whatTheOuterPolicyDeniesNoRuleWithinItAllows() {
        ToolPolicy outer = ToolPolicy.of(List.of(PolicyRule.of(ToolPolicy.Verdict.DENY, "pay*")));
        ToolPolicy inner = ToolPolicy.of(List.of(PolicyRule.of(ToolPolicy.Verdict.ALLOW, "*")), outer);
        ToolPolicy.Context context = new ToolPolicy.Context("ses_1", Trust.UNTRUSTED, true);
        assertThat(inner.judge(spec("pay_all"), Trait.UNKNOWN, new ToolCall("c", "pay_all", "{}"), context)
                        .verdict())
                .isEqualTo(ToolPolicy.Verdict.DENY);
        assertThat(inner.judge(spec("look"), Trait.UNKNOWN, new ToolCall("c", "look", "{}"), context)
                        .verdict())
                .isEqualTo(ToolPolicy.Verdict.ALLOW);
    }

    private static ToolSpec spec(String name) {
        return ToolSpec.function(name, "", Json.object());
    }

    @Test
    void aPatternThatIsNoneIsRefusedWithTheToolAndThePattern() {
        assertThatThrownBy(() -> rule(Verdict.DENY, "pay", "(", null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pay")
                .hasMessageContaining("\"(\"");
    }

    private static Verdict safe(Set<Trait> traits, Trust trust, boolean privateData) {
        return ToolPolicy.safe()
                .judge(
                        ToolSpec.function("tool", "", Json.object()),
                        traits,
                        new ToolCall("c", "tool", "{}"),
                        new ToolPolicy.Context("s", trust, privateData))
                .verdict();
    }

    private static Verdict verdict(ToolPolicy policy, String tool, String arguments, String session) {
        return judge(policy, tool, arguments, session, Trust.TRUSTED).verdict();
    }

    private static ToolPolicy.Judgement judge(
            ToolPolicy policy, String tool, String arguments, String session, Trust trust) {
        return policy.judge(
                ToolSpec.function(tool, "", Json.object()),
                Trait.UNKNOWN,
                new ToolCall("c", tool, arguments),
                new ToolPolicy.Context(session, trust, false));
    }

    private static PolicyRule rule(
            Verdict verdict, String tool, @Nullable String arguments, @Nullable String session, @Nullable Trust trust) {
        return new PolicyRule(verdict, tool, arguments, session, trust);
    }
}
