package io.alltools.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.ModelException;
import io.alltools.runtime.checkpoint.Checkpoint;
import io.alltools.runtime.decode.Device;
import io.alltools.runtime.embedded.EmbeddedModel;
import io.alltools.runtime.graph.ImportOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class AvailableMemoryTest {

    @TempDir
    Path folder;

    @Test
    void whatFitsIsAllowedAndWhatDoesNotIsRefusedWithItsParts() {
        assertThat(AvailableMemory.now().orElseThrow()).isPositive();
        try (Checkpoint checkpoint = Checkpoint.open(EmbeddedModel.unpack(folder))) {
            ModelInfo info = ModelInfo.of(checkpoint);
            assertThatCode(() -> AvailableMemory.require("tiny", plan(16), info))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> AvailableMemory.require("tiny", plan(2_000_000_000), info))
                    .isInstanceOf(ModelException.class)
                    .hasMessageStartingWith("the model \"tiny\" needs ")
                    .hasMessageContaining("11 MiB of weights")
                    .hasMessageContaining("for 256 x 2,000,000,000 tokens")
                    .hasMessageContaining("are available: unload another model");
        }
    }

    private static LoadPlan plan(int context) {
        return new LoadPlan(Device.CPU, ImportOptions.EXACT, context, 256, false, List.of());
    }
}
