package io.alltools.web.cli;

import io.alltools.runtime.RuntimeOptions;
import io.alltools.web.ModelChoice;
import picocli.CommandLine.Option;

/** How a model is loaded; the same options wherever a model is named. */
final class ModelOptions {

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "cpu (default), cuda, cuda:N, or auto, which says what it chose.")
    private String device = "cpu";

    @Option(
            names = "--quantize",
            paramLabel = "KIND",
            description = "none, int8, int4, int4-symmetric or auto (default).")
    private String quantization = "auto";

    @Option(
            names = "--context",
            paramLabel = "TOKENS",
            description = "The longest prompt and answer together (default: 8192, or the model's own limit if less).")
    private int context;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of a step on the CPU (default: the cores).")
    private int threads;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Requests at the same time, each with a KV cache of the whole context"
                    + " (default: 8, or as many as fit a quarter of the memory).")
    private int slots;

    @Option(
            names = "--no-speculation",
            description = "Decode one token at a time, also where the text repeats its context.")
    private boolean plain;

    ModelChoice choice(String nameOrFolder) {
        return new ModelChoice(nameOrFolder, device, quantization, context, threads, slots, !plain);
    }

    RuntimeOptions runtime() {
        return runtime(quantization);
    }

    /** As {@link #runtime()}, with another quantisation. */
    RuntimeOptions runtime(String kind) {
        return new RuntimeOptions(RuntimeOptions.defaults().cache(), context, threads, slots, !plain, device, kind);
    }

    String quantization() {
        return quantization;
    }
}
