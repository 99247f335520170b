package io.alltools.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.alltools.agent.ModelException;
import io.alltools.runtime.bench.RandomWeights;
import io.alltools.runtime.bench.Shape;
import io.alltools.runtime.checkpoint.WeightSource;
import io.alltools.runtime.decode.CudaProbe;
import io.alltools.runtime.decode.Device;
import io.alltools.runtime.graph.GraphType;
import io.alltools.runtime.graph.ImportOptions;
import io.alltools.runtime.graph.Quantization;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadPlanTest {

    private static final WeightSource NINE_BILLION = new RandomWeights(Shape.of("glm-4-9b"));
    private static final WeightSource ONE_AND_A_HALF_BILLION = new RandomWeights(Shape.of("1.5b"));

    @Test
    void theShapeOfGlm4HasNinePointFourBillionParameters() {
        assertThat((double) NINE_BILLION.config().parameters()).isCloseTo(9.4e9, within(0.01e9));
    }

    @Test
    void aTokenOfGlm4Takes40KibibytesOfKvCacheInFloat16() {
        assertThat(NINE_BILLION.config().kvBytesPerToken(2)).isEqualTo(40 << 10);
    }

    @Test
    void autoQuantisesALargeModelOnTheCpuAndSaysSo() {
        LoadPlan plan = LoadPlan.of(options("cpu", "auto", 0), NINE_BILLION);
        assertThat(plan.device()).isEqualTo(Device.CPU);
        assertThat(plan.options()).isEqualTo(ImportOptions.of(Quantization.INT4, GraphType.FLOAT32));
        assertThat(plan.notes())
                .containsExactly("quantisation auto: int4, since 9.4 billion parameters would be slow and large on the"
                        + " CPU (--quantize none keeps them exact)");
    }

    @Test
    void autoKeepsASmallerModelExactWithoutAWord() {
        LoadPlan plan = LoadPlan.of(options("cpu", "auto", 0), ONE_AND_A_HALF_BILLION);
        assertThat(plan.options()).isEqualTo(ImportOptions.EXACT);
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void autoKeepsALargeModelExactOnCudaAndSaysSo() {
        assumeThat(CudaProbe.of(0).missing()).as("CUDA is not there").isEmpty();
        LoadPlan plan = LoadPlan.of(options("cuda", "auto", 0), NINE_BILLION);
        assertThat(plan.options()).isEqualTo(ImportOptions.of(Quantization.NONE, GraphType.FLOAT16));
        assertThat(plan.notes()).containsExactly("quantisation auto: none on cuda:0");
    }

    @Test
    void aGpuThatIsNotThereIsRefusedBeforeAnImportIsMadeForIt() {
        assertThatThrownBy(() -> LoadPlan.of(options("cuda:999", "auto", 0), NINE_BILLION))
                .isInstanceOf(ModelException.class)
                .hasMessage("cuda:999 can't be used: "
                        + String.join("; ", CudaProbe.of(999).missing()));
    }

    @Test
    void whatIsAskedForIsTakenWithoutAWord() {
        for (String name : List.of("none", "int8", "int4", "int4-symmetric")) {
            LoadPlan plan = LoadPlan.of(options("cpu", name, 0), NINE_BILLION);
            assertThat(plan.options().matrices()).isEqualTo(LoadPlan.quantization(name));
            assertThat(plan.notes()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"int2", "INT4", "", "q4_0"})
    void anUnknownQuantisationIsNamedWithTheKnownOnes(String name) {
        assertThatThrownBy(() -> LoadPlan.of(options("cpu", name, 0), ONE_AND_A_HALF_BILLION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "quantisation \"" + name + "\" is unknown: expected none, int8, int4, int4-symmetric or auto");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "CPU", "", "cuda:", "cuda:-1", "cuda:1000"})
    void anUnknownDeviceIsNamedWithTheKnownOnes(String name) {
        assertThatThrownBy(() -> LoadPlan.of(options(name, "none", 0), ONE_AND_A_HALF_BILLION))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("device \"" + name + "\" is unknown: expected cpu, cuda, cuda:N or auto");
    }

    @Test
    void deviceAutoSaysWhatItChoseAndWhy() {
        List<String> missing = CudaProbe.of(0).missing();
        LoadPlan plan = LoadPlan.of(options("auto", "none", 0), ONE_AND_A_HALF_BILLION);
        assertThat(plan.device()).isEqualTo(missing.isEmpty() ? new Device.Cuda(0) : Device.CPU);
        assertThat(plan.notes())
                .containsExactly(
                        missing.isEmpty()
                                ? "device auto: cuda:0, since the build, the driver and the libraries are there"
                                : "device auto: cpu, since " + String.join("; ", missing));
    }

    @Test
    void noContextMeansTheDefaultOrTheModelsIfThatIsLess() {
        assertThat(LoadPlan.of(options("cpu", "none", 0), NINE_BILLION).context())
                .isEqualTo(RuntimeOptions.DEFAULT_CONTEXT);
        WeightSource small = new RandomWeights(Shape.of("128x1"));
        assertThat(LoadPlan.of(options("cpu", "none", 0), small).context())
                .isEqualTo(
                        Math.min(RuntimeOptions.DEFAULT_CONTEXT, small.config().contextLimit()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8193, 131_072})
    void aContextThatTheModelAllowsIsTaken(int context) {
        assertThat(LoadPlan.of(options("cpu", "none", context), NINE_BILLION).context())
                .isEqualTo(context);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 131_073, Integer.MAX_VALUE})
    void aContextOutOfRangeStatesTokensLimitAndMemory(int context) {
        assertThatThrownBy(() -> LoadPlan.of(options("cpu", "none", context), NINE_BILLION))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.kind()).isEqualTo(ModelException.Kind.INVALID_REQUEST))
                .hasMessage(String.format(
                        java.util.Locale.ROOT,
                        "a context of %,d tokens is out of range: the model allows 1 to 131,072"
                                + " (the KV cache takes 81,920 bytes a token, 10,240 MiB for 1 x 131,072)",
                        context));
    }

    @Test
    void theMemoryThatAContextWouldTakeCountsAllSlots() {
        assertThatThrownBy(() -> LoadPlan.of(options("cpu", "none", 200_000).withSlots(4), NINE_BILLION))
                .hasMessageContaining("40,960 MiB for 4 x 131,072");
    }

    @Test
    void slotsAreAsManyAsAskedForOrAsFitAQuarterOfTheMemory() {
        assertThat(LoadPlan.of(options("cpu", "none", 0).withSlots(17), NINE_BILLION)
                        .slots())
                .isEqualTo(17);
        assertThat(LoadPlan.of(options("cpu", "none", 16), NINE_BILLION).slots())
                .isEqualTo(RuntimeOptions.DEFAULT_SLOTS);
        // 10 GiB a slot: a machine with less than 80 GiB has room for one, and one there must be.
        assertThat(LoadPlan.of(options("cpu", "none", 131_072), NINE_BILLION).slots())
                .isBetween(1, RuntimeOptions.DEFAULT_SLOTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 257})
    void aNumberOfSlotsOutOfRangeIsNamed(int slots) {
        assertThatThrownBy(() -> LoadPlan.of(options("cpu", "none", 0).withSlots(slots), NINE_BILLION))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(slots + " slots are out of range");
    }

    private static RuntimeOptions options(String device, String quantization, int context) {
        return new RuntimeOptions(Path.of("unused"), context, 0, 0, true, device, quantization);
    }
}
