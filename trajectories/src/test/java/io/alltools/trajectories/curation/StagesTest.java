package io.alltools.trajectories.curation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.trajectories.SampleTrajectories;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagesTest {

    @Test
    void aStageIsMadeFromItsNameAndOptionsAndTellsAllItsSettings() {
        Pipeline.Step step = Stages.parse("reward: at-least=0.67 ,web=1/2");

        assertThat(step.stage()).isEqualTo(new RewardFilter(0.67, 0.5, false));
        assertThat(step.settings()).isEqualTo(Map.of("at-least", "0.67", "web", "1/2", "keep-unrewarded", "false"));
        assertThat(Stages.parse("language:keep=de+fr").stage())
                .isEqualTo(new LanguageFilter(Set.of("de", "fr"), 20, true));
    }

    @Test
    void everyStageIsMadeByItsDefaultsAndSaysWhereTheyComeFrom() {
        assertThat(Stages.all()).isNotEmpty().allSatisfy(kind -> {
            assertThat(Stages.parse(kind.name()).stage().name()).isEqualTo(kind.name());
            assertThat(kind.description()).endsWith(".");
            assertThat(kind.options()).allSatisfy(option -> {
                assertThat(option.description()).isNotBlank();
                assertThat(option.source()).isNotBlank();
            });
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rewards                    | there is no stage "rewards"; there are: reward, mask
            reward:least=1             | reward has no option "least"; there are: at-least, web, keep-unrewarded
            reward:at-least            | reward: "at-least" is no option; expected OPTION=VALUE,OPTION=VALUE
            reward:at-least=1,at-least=0 | reward: at-least is given twice; leave one out
            reward:at-least=high       | reward: the value of at-least is "high"; expected a number
            reward:at-least=1/0        | reward: the value of at-least is "1/0"; expected a number
            reward:at-least=NaN        | reward: the value of at-least is "NaN"; expected a number
            reward:at-least=1.5        | reward: at-least is 1.5; expected a reward from 0 to 1
            reward:keep-unrewarded=yes | reward: the value of keep-unrewarded is "yes"; expected true or false
            length:min-turns=2.5       | length: the value of min-turns is "2.5"; expected a whole number
            length:min-turns=3,max-turns=2 | length: min-turns is 3 and max-turns is 2
            scrub:kinds=mail           | scrub: there is no kind "mail"; there are: private_key, api_key
            scrub:kinds=               | scrub: kinds is empty
            language:keep=english      | language: there is no language "english" that can be told
            validity:rounds=1          | validity: rounds is 1; expected 2 or more
            """)
    void whatThereIsNotIsRefusedWithWhatThereIs(String text, String problem) {
        assertThatThrownBy(() -> Stages.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(problem);
    }

    /** Pure: the same for the same, and the record that was given stays as it was. */
    @Test
    void stagesAreFunctionsOfTheirRecordAlone() {
        for (StageKind kind : Stages.all()) {
            if (kind.with(Map.of()).stage() instanceof RecordStage stage) {
                LongStream.range(0, 300).forEach(number -> {
                    AtifTrajectory given = SampleTrajectories.random(number);
                    Verdict verdict = stage.apply(given);
                    assertThat(given).as(kind.name()).isEqualTo(SampleTrajectories.random(number));
                    assertThat(stage.apply(given)).isEqualTo(verdict);
                    if (verdict instanceof Verdict.Changed changed) {
                        assertThat(changed.changes()).isNotEmpty();
                        // What it has changed needs no more change.
                        assertThat(stage.apply(changed.trajectory())).isEqualTo(new Verdict.Kept(changed.trajectory()));
                    }
                });
            }
        }
    }
}
