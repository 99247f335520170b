package io.alltools.runtime.decode;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import io.alltools.agent.ModelException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** The process's one ONNX Runtime environment. */
public final class OnnxRuntime {

    /**
     * ONNX Runtime 1.29 looks through the process's command line when the environment is made, with some 80 bytes of
     * stack for each of its bytes and more: 4,000 bytes overflow an ordinary stack and the process dies. Linux allows 2
     * MB.
     */
    private static final long STACK = 1L << 30;

    private static @Nullable OrtEnvironment environment;

    private OnnxRuntime() {}

    /**
     * Loads the library with the first call.
     *
     * @throws ModelException when this platform has no ONNX Runtime
     */
    public static synchronized OrtEnvironment environment() {
        OrtEnvironment made = environment;
        if (made == null) {
            made = create();
            environment = made;
        }
        return made;
    }

    private static OrtEnvironment create() {
        PassingMemory.returnLargeBlocks();
        FutureTask<OrtEnvironment> task =
                new FutureTask<>(() -> OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR));
        Thread.ofPlatform().name("onnxruntime-start").stackSize(STACK).start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new ModelException(
                            ModelException.Kind.FAILED,
                            "ONNX Runtime can't be loaded on " + System.getProperty("os.name") + " "
                                    + System.getProperty("os.arch") + ": " + e.getCause(),
                            e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
