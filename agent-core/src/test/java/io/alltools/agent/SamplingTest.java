package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplingTest {

    @Test
    void readsWhatWasRecordedBeforeThereWerePenalties() {
        Sampling read = Json.read("{\"temperature\":0.5,\"topK\":0,\"topP\":0.9,\"seed\":7}", Sampling.class);
        assertThat(read).isEqualTo(new Sampling(0.5, 0, 0.9, 7L));
    }

    @Test
    void comesBackFromJsonAsItWas() {
        Sampling sampling = new Sampling(0.5, 3, 0.9, 7L)
                .withMinP(0.1)
                .withPenalties(new Sampling.Penalties(1.1, -1, 0.5))
                .withLogitBias(Map.of(17, -100.0));
        assertThat(Json.read(Json.write(sampling), Sampling.class)).isEqualTo(sampling);
    }

    @Test
    void namesTheValueThatIsOutOfRange() {
        assertThatThrownBy(() -> Sampling.GREEDY.withMinP(1))
                .hasMessage("min_p 1.0 is out of range: expected 0 to below 1");
        assertThatThrownBy(() -> new Sampling.Penalties(0, 0, 0)).hasMessageContaining("repetition_penalty 0.0");
        assertThatThrownBy(() -> new Sampling.Penalties(1, 3, 0))
                .hasMessage("presence_penalty 3.0 is out of range: expected -2 to 2");
        assertThatThrownBy(() -> Sampling.GREEDY.withLogitBias(Map.of(1, 101.0)))
                .hasMessageContaining("logit_bias 101.0");
    }
}
