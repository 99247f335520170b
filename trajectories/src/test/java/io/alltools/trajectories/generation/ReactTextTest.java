package io.alltools.trajectories.generation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReactTextTest {

    @Test
    void readsWhatItWrites() {
        assertThat(ReactText.parse(ReactText.action("Look.\nThen act.", "find", "{\"a\":\"x\\ny\"}")))
                .isEqualTo(new ReactText.Said("Look.\nThen act.", "find", "{\"a\":\"x\\ny\"}"));
        assertThat(ReactText.parse(ReactText.answer("Clear.", "It is 4.\nReally.")))
                .isEqualTo(new ReactText.Said("Clear.", "", "It is 4.\nReally."));
    }

    @Test
    void whatFollowsAnActionIsNotBelieved() {
        assertThat(ReactText.parse("Thought: a\nAction: f\nAction Input: {}\nObservation: 5\nFinal Answer: 5"))
                .isEqualTo(new ReactText.Said("a", "f", "{}"));
    }

    @Test
    void fencesAroundAnInputAreTakenOff() {
        assertThat(ReactText.parse("Action: python\nAction Input: ```python\nprint(1)\nprint(2)\n```")
                        .content())
                .isEqualTo("print(1)\nprint(2)");
        assertThat(ReactText.parse("Action: python\nAction Input:\n```\nx = '```'\n```")
                        .content())
                .isEqualTo("x = '```'");
    }

    @Test
    void aTextWithoutMarksIsAnAnswer() {
        assertThat(ReactText.parse("  It is 4. ")).isEqualTo(new ReactText.Said("", "", "It is 4."));
        assertThat(ReactText.parse("Thought: It is 4.")).isEqualTo(new ReactText.Said("", "", "It is 4."));
        assertThat(ReactText.parse("")).isEqualTo(new ReactText.Said("", "", ""));
    }

    @Test
    void anActionWithoutNameOrInputIsStillAnAction() {
        assertThat(ReactText.parse("Thought: t\nAction: f")).isEqualTo(new ReactText.Said("t", "f", ""));
        assertThat(ReactText.parse("Action:\nAction Input: {}")).isEqualTo(new ReactText.Said("", "(none)", "{}"));
    }
}
