package io.alltools.starter;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** An application that starts with a model that is not to be had says so, without a stack trace. */
final class ModelOpenFailureAnalyzer extends AbstractFailureAnalyzer<ModelOpenException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ModelOpenException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Set alltools.model to the folder of a GLM-4 checkpoint or to glm-tiny, and check the other settings"
                        + " under alltools: device, quantization, context, slots, speculation, cache.",
                cause);
    }
}
