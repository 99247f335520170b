package io.alltools.trajectories.curation;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.trajectories.SampleTrajectories;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class RecordStagesTest {

    private static final String BONN = "{\"city\":\"Bonn\"}";

    @Test
    void rewardsBelowTheBoundAreDroppedAndThoseOfTheWebHaveTheirOwn() {
        assertThat(judged("reward", SampleTrajectories.asked("a").reward(1))).isEqualTo("kept");
        assertThat(judged("reward", SampleTrajectories.asked("a").reward(0.99))).isEqualTo("reward_below");
        assertThat(judged("reward", SampleTrajectories.asked("a"))).isEqualTo("no_reward");
        assertThat(judged("reward:keep-unrewarded=true", SampleTrajectories.asked("a")))
                .isEqualTo("kept");
        assertThat(judged(
                        "reward",
                        SampleTrajectories.asked("a").environment("web").reward(2.0 / 3)))
                .isEqualTo("kept");
        assertThat(judged(
                        "reward",
                        SampleTrajectories.asked("a").environment("web").reward(0.66)))
                .isEqualTo("reward_below");
        assertThat(judged(
                        "reward",
                        SampleTrajectories.asked("a").environment("db").reward(2.0 / 3)))
                .isEqualTo("reward_below");
        assertThat(judged(
                        "reward:at-least=0.3",
                        SampleTrajectories.asked("a").environment("web").reward(0.5)))
                .isEqualTo("kept");
        assertThat(judged("reward:at-least=0.3", SampleTrajectories.asked("a").reward(0.1 + 0.2)))
                .isEqualTo("kept");
    }

    @Test
    void whatAPersonExcludedIsDroppedWhateverItsReward() {
        SampleTrajectories run = SampleTrajectories.asked("a")
                .reward(1)
                .extra("included", Json.MAPPER.getNodeFactory().booleanNode(false));
        assertThat(judged("reward", run)).isEqualTo("excluded_by_a_person");
        assertThat(judged("reward:keep-unrewarded=true", run)).isEqualTo("excluded_by_a_person");
    }

    @Test
    void wellFormedRunsAreValidAndOthersAreDroppedForWhatIsWrong() {
        assertThat(valid(SampleTrajectories.asked("a")
                        .calls("get_weather", BONN, "sunny")
                        .says("Sunny.")))
                .isEqualTo("kept");
        assertThat(valid(SampleTrajectories.asked("a").says("42"))).isEqualTo("kept");
        assertThat(valid(SampleTrajectories.asked("a")
                        .calls("get_weather", "{\"city\":7}", "x")
                        .says("b")))
                .isEqualTo("arguments_do_not_fit");
        assertThat(valid(SampleTrajectories.asked("a")
                        .calls("get_weather", "{}", "x")
                        .says("b")))
                .isEqualTo("arguments_do_not_fit");
        assertThat(valid(SampleTrajectories.asked("a")
                        .calls("get_rain", BONN, "x")
                        .says("b")))
                .isEqualTo("unknown_tool");
        assertThat(valid(SampleTrajectories.asked("a").says("b").outcome("budget_exhausted")))
                .isEqualTo("no_answer");
        assertThat(valid(SampleTrajectories.asked("a")
                        .calls("", "get_weather", BONN, null, Json.object())
                        .says("b")))
                .isEqualTo("call_without_result");
        assertThat(valid(SampleTrajectories.asked("a")
                        .calls("get_weather", BONN, "x")
                        .says("b")
                        .extra("tools", Json.MAPPER.createArrayNode())))
                .isEqualTo("tools_not_recorded");
        assertThat(valid(SampleTrajectories.asked("a")
                        .calls("get_weather", BONN, "x")
                        .says("b")
                        .extra(
                                "tools",
                                Json.MAPPER.createArrayNode().add(Json.object().put("name", "not usable")))))
                .isEqualTo("tools_not_readable");
    }

    @Test
    void resultsAndCallsBelongTogetherOneToOne() {
        AtifTrajectory good = SampleTrajectories.asked("a")
                .calls("get_weather", BONN, "x")
                .says("b")
                .done();
        AtifTrajectory.Step step = good.steps().get(1);
        AtifTrajectory.Result result = step.observation().results().getFirst();

        assertThat(validWith(good, step.withObservation(new AtifTrajectory.Observation(List.of(result, result)))))
                .isEqualTo("call_with_two_results");
        assertThat(validWith(
                        good,
                        step.withObservation(new AtifTrajectory.Observation(List.of(
                                new AtifTrajectory.Result("call_9", result.content(), result.extra()), result)))))
                .isEqualTo("result_without_call");
        assertThat(validWith(
                        good,
                        step.withToolCalls(List.of(
                                step.toolCalls().getFirst(), step.toolCalls().getFirst()))))
                .isEqualTo("call_id_twice");
        AtifTrajectory.ToolCall call = step.toolCalls().getFirst();
        assertThat(validWith(
                        good,
                        step.withToolCalls(List.of(new AtifTrajectory.ToolCall(
                                call.toolCallId(),
                                call.functionName(),
                                Json.object(),
                                Json.object().put("raw_arguments", "{\"city\":"))))))
                .isEqualTo("arguments_do_not_fit");
    }

    @Test
    void aCallThatFailedIsForgivenWhereItIsMasked() {
        AtifTrajectory run = SampleTrajectories.asked("a")
                .fails("get_weather", "{\"city\":7}", "invalid_arguments", "expected a string")
                .calls("get_weather", BONN, "sunny")
                .says("Sunny.")
                .done();

        assertThat(stage("validity").apply(run)).isEqualTo(new Verdict.Dropped("arguments_do_not_fit"));
        AtifTrajectory masked = ((Verdict.Changed) stage("mask").apply(run)).trajectory();
        assertThat(stage("validity").apply(masked)).isEqualTo(new Verdict.Kept(masked));
    }

    @Test
    void callsThatComeToTheSameAgainAndAgainAreALoop() {
        assertThat(valid(weather(SampleTrajectories.asked("a"), "ab", "ab"))).isEqualTo("kept");
        assertThat(valid(weather(SampleTrajectories.asked("a"), "aaa", "111"))).isEqualTo("repeated_loop");
        assertThat(valid(weather(SampleTrajectories.asked("a"), "xaaay", "12223")))
                .isEqualTo("repeated_loop");
        assertThat(valid(weather(SampleTrajectories.asked("a"), "aaa", "123"))).isEqualTo("kept");
        assertThat(valid(weather(SampleTrajectories.asked("a"), "ababab", "121212")))
                .isEqualTo("repeated_loop");
        assertThat(valid(weather(SampleTrajectories.asked("a"), "abab", "1212")))
                .isEqualTo("kept");
        assertThat(valid(weather(SampleTrajectories.asked("a"), "abcdabcdabcd", "123412341234")))
                .isEqualTo("repeated_loop");
        assertThat(judged("validity:ignore-results=true", weather(SampleTrajectories.asked("a"), "aaa", "123")))
                .isEqualTo("repeated_loop");
        assertThat(judged("validity:rounds=0", weather(SampleTrajectories.asked("a"), "aaa", "111")))
                .isEqualTo("kept");
        assertThat(judged("validity:rounds=2", weather(SampleTrajectories.asked("a"), "abab", "1212")))
                .isEqualTo("repeated_loop");
    }

    @Test
    void failedCallsAndRejectedAnswersAreMaskedAndRecoveriesAreLearned() {
        AtifTrajectory run = SampleTrajectories.begin()
                .user("before")
                .copied("said before")
                .user("a")
                .fails("python", "{\"code\":\"while 1: 0\"}", "timeout", "too long")
                .calls("python", "{\"code\":\"1/0\"}", "Traceback (most recent call last):\n  ZeroDivisionError")
                .calls("get_weather", BONN, "a page on 'Traceback (most recent call last)'")
                .calls("", "get_weather", BONN, null, Json.object())
                .says("not JSON")
                .step(
                        AtifTrajectory.Source.USER,
                        "expected JSON",
                        null,
                        null,
                        null,
                        null,
                        Json.object().put("answer_rejected", true))
                .says("{}")
                .done();

        Verdict.Changed changed = (Verdict.Changed) stage("mask").apply(run);

        assertThat(changed.changes())
                .containsExactly(
                        "masked_failed_call", "masked_traceback", "masked_unanswered_call", "masked_rejected_answer");
        assertThat(changed.trajectory().steps().stream().map(AtifTrajectory.Step::isTrained))
                .containsExactly(false, false, false, false, false, true, false, false, false, true);
        assertThat(((Verdict.Changed) stage("mask:tracebacks=false").apply(run)).changes())
                .doesNotContain("masked_traceback");
        assertThat(judged("mask", SampleTrajectories.asked("a").fails("python", "{\"code\":\"x\"}", "error", "no")))
                .isEqualTo("nothing_to_learn");
        assertThat(judged("mask", SampleTrajectories.asked("a"))).isEqualTo("nothing_to_learn");
        assertThat(judged("mask", SampleTrajectories.asked("a").says("b"))).isEqualTo("kept");
    }

    @Test
    void lengthsAreBounded() {
        SampleTrajectories two = SampleTrajectories.asked("波恩")
                .copied("12345")
                .calls("get_weather", BONN, "sun")
                .says("👩!");
        assertThat(judged("length:min-turns=2,max-turns=2", two)).isEqualTo("kept");
        assertThat(judged("length:min-turns=3", two)).isEqualTo("too_few_turns");
        assertThat(judged("length:max-turns=1", two)).isEqualTo("too_many_turns");
        int chars = 2 + 5 + "get_weather".length() + BONN.length() + 3 + 2;
        assertThat(judged("length:min-chars=" + chars + ",max-chars=" + chars, two))
                .isEqualTo("kept");
        assertThat(judged("length:min-chars=" + (chars + 1), two)).isEqualTo("too_few_chars");
        assertThat(judged("length:max-chars=" + (chars - 1), two)).isEqualTo("too_many_chars");
        assertThat(judged("length:min-tokens=110,max-tokens=110", two)).isEqualTo("kept");
        assertThat(judged("length:min-tokens=111", two)).isEqualTo("too_few_tokens");
        assertThat(judged("length:max-tokens=109", two)).isEqualTo("too_many_tokens");
        assertThat(judged("length", SampleTrajectories.asked("a").copied("b"))).isEqualTo("too_few_turns");
        // Nothing was counted.
        assertThat(judged("length:min-turns=0,min-tokens=9,max-tokens=9", SampleTrajectories.asked("a")))
                .isEqualTo("kept");
    }

    @Test
    void languagesThatAreNotAskedForAreDropped() {
        LanguageFilter english = new LanguageFilter(Set.of("en"), 20, true);
        String german = "Wie ist das Wetter heute in Bonn, und brauche ich einen Regenschirm, wenn ich hinausgehe?";
        String chinese = "请告诉我今天波恩的天气怎么样，出门需要带伞吗？";
        String englishText = "What is the weather like in Bonn today, and do I need an umbrella when I go out?";

        assertThat(verdict(english, SampleTrajectories.asked(englishText).says("It is sunny, you need none.")))
                .isEqualTo("kept");
        assertThat(verdict(english, SampleTrajectories.asked(german).says("Die Sonne scheint, also nein.")))
                .isEqualTo("language_de");
        assertThat(verdict(english, SampleTrajectories.asked(chinese).says("今天是晴天，不需要带伞。")))
                .isEqualTo("language_zh");
        assertThat(judged(
                        "language:keep=de+zho", SampleTrajectories.asked(german).says("Ja.")))
                .isEqualTo("kept");
        assertThat(judged(
                        "language:keep=de+zho",
                        SampleTrajectories.asked(chinese).says("是。")))
                .isEqualTo("kept");
        assertThat(verdict(english, SampleTrajectories.asked("6 * 7?").says("42")))
                .isEqualTo("kept");
        assertThat(judged(
                        "language:keep-unknown=false",
                        SampleTrajectories.asked("6 * 7?").says("42")))
                .isEqualTo("language_unknown");
    }

    private static SampleTrajectories weather(SampleTrajectories run, String cities, String results) {
        for (int i = 0; i < cities.length(); i++) {
            ObjectNode arguments = Json.object().put("city", "" + cities.charAt(i));
            run.calls("get_weather", Json.write(arguments), "" + results.charAt(i));
        }
        return run.says("done");
    }

    private static String valid(SampleTrajectories run) {
        return judged("validity", run);
    }

    private static String validWith(AtifTrajectory run, AtifTrajectory.Step second) {
        List<AtifTrajectory.Step> steps = new ArrayList<>(run.steps());
        steps.set(1, second);
        return verdict(stage("validity"), run.withSteps(steps));
    }

    private static String judged(String stage, SampleTrajectories run) {
        return verdict(stage(stage), run.done());
    }

    private static RecordStage stage(String text) {
        return (RecordStage) Stages.parse(text).stage();
    }

    private static String verdict(RecordStage stage, SampleTrajectories run) {
        return verdict(stage, run.done());
    }

    private static String verdict(RecordStage stage, AtifTrajectory run) {
        return switch (stage.apply(run)) {
            case Verdict.Kept kept -> "kept";
            case Verdict.Changed changed -> String.join(",", changed.changes());
            case Verdict.Dropped dropped -> dropped.reason();
        };
    }
}
