package io.alltools.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.alltools.agent.ModelException;
import io.alltools.runtime.Reference;
import io.alltools.runtime.graph.Models;
import io.alltools.runtime.sampling.Sampler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderSessionTest {

    private static final int VOCAB = 640;
    private static final int GREEDY = 24;

    @TempDir
    Path cache;

    @ParameterizedTest(name = "{0} in chunks of {1}")
    @MethodSource("checkpointsAndChunks")
    void logitsAndGreedyContinuationsAreThoseOfTransformers(String checkpoint, int chunk, float tolerance)
            throws IOException {
        Reference reference = Reference.of(checkpoint);
        try (DecoderSession decoder = Models.openAsReferenceWasMade(cache, checkpoint, 512)) {
            for (int p = 0; p < reference.prompts().size(); p++) {
                int[] prompt = reference.prompts().get(p);
                float[][] logits = prefill(decoder, 0, prompt, chunk);
                if (p == 0) {
                    for (int row = 0; row < prompt.length; row++) {
                        assertThat(logits[row])
                                .as("row %d", row)
                                .containsExactly(reference.logits().get(row), within(tolerance));
                    }
                }
                assertThat(continueGreedily(decoder, 0, prompt.length, logits[prompt.length - 1]))
                        .as("prompt %d", p)
                        .containsExactly(reference.greedy().get(p));
            }
        }
    }

    /** Loaded as users load them; the references' logits have another rounding, see {@link Models}. */
    @ParameterizedTest
    @ValueSource(strings = {"glm-f16-tied", "glm-bf16-sharded", "chatglm-f16"})
    void sixteenBitCheckpointsContinueAsTransformersDoes(String checkpoint) throws IOException {
        Reference reference = Reference.of(checkpoint);
        try (DecoderSession decoder = Models.open(cache, checkpoint, 1, 512)) {
            for (int p = 0; p < reference.prompts().size(); p++) {
                int[] prompt = reference.prompts().get(p);
                float[][] logits = prefill(decoder, 0, prompt, 512);
                assertThat(continueGreedily(decoder, 0, prompt.length, logits[prompt.length - 1]))
                        .containsExactly(reference.greedy().get(p));
            }
        }
    }

    static List<Arguments> checkpointsAndChunks() {
        List<Arguments> arguments = new ArrayList<>();
        for (String name : List.of("glm-f32", "glm4-f32", "glm-f16-tied", "glm-bf16-sharded", "chatglm-f16")) {
            for (int chunk : List.of(512, 7, 1)) {
                arguments.add(Arguments.of(name, chunk, name.endsWith("f32") ? 1e-4f : 1e-3f));
            }
        }
        return arguments;
    }

    @Test
    void slotsKeepTheirSequencesApart() throws IOException {
        Reference reference = Reference.of("glm-f32");
        try (DecoderSession decoder = Models.open(cache, "glm-f32", 3, 200)) {
            float[][] last = new float[3][];
            for (int slot = 0; slot < 3; slot++) {
                int[] prompt = reference.prompts().get(slot);
                last[slot] = prefill(decoder, slot, prompt, 16)[prompt.length - 1];
            }
            for (int slot = 0; slot < 3; slot++) {
                int length = reference.prompts().get(slot).length;
                assertThat(continueGreedily(decoder, slot, length, last[slot]))
                        .containsExactly(reference.greedy().get(slot));
            }
        }
    }

    /** Prompts of different lengths, so that each row has a position of its own; the slot between them stays idle. */
    @Test
    void neighbouringSlotsStepTogetherAsTheyDoAlone() throws IOException {
        Reference reference = Reference.of("glm-f32");
        try (DecoderSession decoder = Models.open(cache, "glm-f32", 5, 200)) {
            int[] slots = {1, 2, 4};
            int[] positions = new int[4];
            float[][] logits = new float[4][0];
            for (int i = 0; i < slots.length; i++) {
                int[] prompt = reference.prompts().get(i);
                logits[slots[i] - 1] = prefill(decoder, slots[i], prompt, 16)[prompt.length - 1];
                positions[slots[i] - 1] = prompt.length;
            }
            int[][] ids = new int[slots.length][GREEDY];
            int[] next = new int[4];
            for (int step = 0; step < GREEDY; step++) {
                for (int i = 0; i < slots.length; i++) {
                    ids[i][step] = Sampler.argmax(logits[slots[i] - 1]);
                    next[slots[i] - 1] = ids[i][step];
                }
                decoder.step(1, positions, next, logits);
                for (int slot : slots) {
                    positions[slot - 1]++;
                }
            }
            for (int i = 0; i < slots.length; i++) {
                assertThat(ids[i]).containsExactly(reference.greedy().get(i));
            }
        }
    }

    @Test
    void aCopiedPrefixContinuesAsIfItHadBeenRead() throws IOException {
        Reference reference = Reference.of("glm-f32");
        int[] prompt = reference.prompts().getFirst();
        try (DecoderSession decoder = Models.open(cache, "glm-f32", 3, 200)) {
            prefill(decoder, 2, prompt, 512);
            decoder.copy(2, 0, prompt.length - 3);
            float[] logits = new float[VOCAB];
            decoder.run(0, prompt.length - 3, prompt, prompt.length - 3, prompt.length, logits);
            assertThat(continueGreedily(decoder, 0, prompt.length, logits))
                    .containsExactly(reference.greedy().getFirst());
            assertThatThrownBy(() -> decoder.copy(0, 0, 4)).hasMessageContaining("slot 0 to slot 0");
        }
    }

    /** More kinds of steps than bindings are kept. */
    @Test
    void everyRangeOfSlotsCanStep() {
        try (DecoderSession decoder = Models.open(cache, "glm-f32", 10, 64)) {
            int[] position = new int[10];
            for (int first = 0; first < 10; first++) {
                for (int count = 1; first + count <= 10; count++) {
                    float[][] logits = new float[count][VOCAB];
                    int[] positions = Arrays.copyOfRange(position, first, first + count);
                    decoder.step(first, positions, new int[count], logits);
                    for (int slot = first; slot < first + count; slot++) {
                        assertThat(logits[slot - first]).isNotEqualTo(new float[VOCAB]);
                        position[slot]++;
                    }
                }
            }
        }
    }

    @Test
    void aSlotCanGoBackAndContinueOtherwise() throws IOException {
        Reference reference = Reference.of("glm-f32");
        int[] prompt = reference.prompts().getFirst();
        int[] detour = Arrays.copyOf(prompt, prompt.length);
        Arrays.fill(detour, 20, detour.length, 9);
        try (DecoderSession decoder = Models.open(cache, "glm-f32", 1, 512)) {
            prefill(decoder, 0, detour, 512);
            float[] logits = new float[VOCAB];
            decoder.run(0, 20, prompt, 20, prompt.length, logits);
            assertThat(continueGreedily(decoder, 0, prompt.length, logits))
                    .containsExactly(reference.greedy().getFirst());
        }
    }

    @Test
    void aFullSlotIsRefusedWithBothNumbers() {
        try (DecoderSession decoder = Models.open(cache, "glm-f32", 1, 8)) {
            assertThatThrownBy(() -> decoder.run(0, 5, new int[4], 0, 4, new float[VOCAB]))
                    .isInstanceOf(ModelException.class)
                    .hasMessage("5 tokens and 4 more exceed the context of 8");
        }
    }

    @Test
    void aContextBeyondTheModelsIsRefused() {
        assertThatThrownBy(() -> Models.open(cache, "glm-f32", 1, 513))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("513")
                .hasMessageContaining("512");
    }

    private static float[][] prefill(DecoderSession decoder, int slot, int[] prompt, int chunk) {
        float[][] rows = new float[prompt.length][];
        for (int from = 0; from < prompt.length; from += chunk) {
            int to = Math.min(from + chunk, prompt.length);
            float[] logits = new float[(to - from) * VOCAB];
            decoder.run(slot, from, prompt, from, to, logits);
            for (int i = from; i < to; i++) {
                rows[i] = Arrays.copyOfRange(logits, (i - from) * VOCAB, (i - from + 1) * VOCAB);
            }
        }
        return rows;
    }

    private static int[] continueGreedily(DecoderSession decoder, int slot, int length, float[] lastLogits) {
        float[] logits = lastLogits.clone();
        int[] ids = new int[GREEDY];
        for (int i = 0; i < GREEDY; i++) {
            ids[i] = Sampler.argmax(logits);
            decoder.run(slot, length + i, ids, i, i + 1, logits);
        }
        return ids;
    }
}
