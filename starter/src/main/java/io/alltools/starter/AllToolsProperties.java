package io.alltools.starter;

import io.alltools.runtime.RuntimeOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which model is opened, how, and what a call has where it says nothing.
 *
 * @param model the folder of a checkpoint, OWNER/NAME of one that was pulled, or glm-tiny
 * @param device cpu, cuda, cuda:N or auto
 * @param quantization none, int8, int4, int4-symmetric or auto
 * @param context the longest prompt and answer together, in tokens; 0 takes 8192, or the model's limit if less
 * @param threads threads of a step on the CPU; 0 leaves the choice to ONNX Runtime
 * @param slots requests at the same time; 0 takes 8, or as many as fit a quarter of the memory
 * @param speculation on, off or auto: whether repeated context is verified several tokens at a time
 * @param cache where imported models are kept; where it is not given, ALLTOOLS_CACHE or the user's cache folder
 * @param maxTokens the longest answer of a call
 * @param temperature 0 takes the likeliest token; not given: 0, or 1 where top-p, top-k or min-p is
 * @param topP the smallest set of tokens whose probabilities reach it, above 0 to 1
 * @param seed the same seed gives the same answer
 */
@ConfigurationProperties("alltools")
public record AllToolsProperties(
        @DefaultValue("glm-tiny") String model,
        @DefaultValue("cpu") String device,
        @DefaultValue("auto") String quantization,
        @DefaultValue("0") int context,
        @DefaultValue("0") int threads,
        @DefaultValue("0") int slots,
        @DefaultValue("auto") String speculation,
        @Nullable Path cache,
        @DefaultValue("1024") int maxTokens,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Long seed) {

    RuntimeOptions runtimeOptions() {
        return new RuntimeOptions(
                cache == null ? RuntimeOptions.defaults().cache() : cache,
                context,
                threads,
                slots,
                speculation,
                device,
                quantization);
    }
}
