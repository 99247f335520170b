package io.alltools.runtime.decode;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.alltools.agent.ModelException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for what CUDA needs, from the build down to the hardware.
 *
 * @param missing what is not there, each with what to do; empty when a model can run on the GPU
 */
public record CudaProbe(List<String> missing) {

    /**
     * Does nothing for the CPU.
     *
     * @throws ModelException naming all that is missing for a GPU
     */
    public static void require(Device device) {
        if (device instanceof Device.Cuda cuda) {
            List<String> missing = of(cuda.index()).missing();
            if (!missing.isEmpty()) {
                throw new ModelException(
                        ModelException.Kind.FAILED, device + " can't be used: " + String.join("; ", missing));
            }
        }
    }

    /** Looks for everything that running on GPU {@code index} needs. */
    public static CudaProbe of(int index) {
        List<String> missing = new ArrayList<>();
        OnnxRuntime.environment();
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            missing.add(
                    "this build has ONNX Runtime for the CPU only (build with ALLTOOLS_CUDA=1 ./alltools, or the Maven profile cuda)");
        }
        int gpus = gpus();
        if (gpus < 0) {
            missing.add("no NVIDIA driver answers (libcuda.so.1)");
        } else if (gpus <= index) {
            missing.add(
                    "the driver shows " + gpus + " GPU" + (gpus == 1 ? "" : "s") + ", so there is no cuda:" + index);
        }
        if (!loads("libcudart.so.12", "libcudart.so.13", "cudart64_12.dll", "cudart64_13.dll")) {
            missing.add("the CUDA runtime library is not on the library path (libcudart)");
        }
        if (!loads("libcudnn.so.9", "cudnn64_9.dll")) {
            missing.add("cuDNN 9 is not on the library path (libcudnn.so.9)");
        }
        return new CudaProbe(List.copyOf(missing));
    }

    /** The number of GPUs that the driver shows; -1 without a driver that works. */
    private static int gpus() {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup driver = driver(arena);
            Linker linker = Linker.nativeLinker();
            int status =
                    (int) linker.downcallHandle(driver.findOrThrow("cuInit"), FunctionDescriptor.of(JAVA_INT, JAVA_INT))
                            .invokeExact(0);
            if (status != 0) {
                return -1;
            }
            MemorySegment count = arena.allocate(JAVA_INT);
            status = (int) linker.downcallHandle(
                            driver.findOrThrow("cuDeviceGetCount"), FunctionDescriptor.of(JAVA_INT, ADDRESS))
                    .invokeExact(count);
            return status == 0 ? count.get(JAVA_INT, 0) : -1;
        } catch (IllegalArgumentException e) {
            return -1;
        } catch (Throwable t) {
            throw OrtApi.rethrow(t);
        }
    }

    /** The driver's library; IllegalArgumentException without one. */
    static SymbolLookup driver(Arena arena) {
        try {
            return SymbolLookup.libraryLookup("libcuda.so.1", arena);
        } catch (IllegalArgumentException e) {
            return SymbolLookup.libraryLookup("nvcuda.dll", arena);
        }
    }

    private static boolean loads(String... names) {
        for (String name : names) {
            try (Arena arena = Arena.ofConfined()) {
                SymbolLookup.libraryLookup(name, arena);
                return true;
            } catch (IllegalArgumentException e) {
                // Not this one; the caller says what is missing.
            }
        }
        return false;
    }
}
