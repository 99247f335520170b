package io.alltools.runtime.decode;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.alltools.agent.ModelException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/** Copies memory within one device; what was copied is there once this is closed. */
interface DeviceCopy extends AutoCloseable {

    /** Copies {@code bytes} bytes between two addresses of the device; the ranges don't overlap. */
    void copy(long from, long to, long bytes);

    @Override
    void close();

    static DeviceCopy on(Device device) {
        return switch (device) {
            case Device.Cpu cpu -> new OnCpu();
            case Device.Cuda cuda -> new OnCuda(cuda.index());
        };
    }

    /** Plain memory. */
    record OnCpu() implements DeviceCopy {

        @Override
        public void copy(long from, long to, long bytes) {
            MemorySegment source = MemorySegment.ofAddress(from).reinterpret(bytes);
            MemorySegment target = MemorySegment.ofAddress(to).reinterpret(bytes);
            MemorySegment.copy(source, 0, target, 0, bytes);
        }

        @Override
        public void close() {}
    }

    /**
     * Through the driver, in the device's primary context, which is the one that ONNX Runtime uses. The C API's
     * CopyTensors won't do: it knows only devices whose provider was registered with the environment, and the CUDA
     * provider of a session isn't.
     */
    final class OnCuda implements DeviceCopy {

        private static final Linker LINKER = Linker.nativeLinker();

        private final Arena arena = Arena.ofConfined();
        private final SymbolLookup driver;
        private final int index;

        OnCuda(int index) {
            this.index = index;
            this.driver = CudaProbe.driver(arena);
            MemorySegment context = arena.allocate(ADDRESS);
            call("cuInit", new MemoryLayout[] {JAVA_INT}, 0);
            call("cuDevicePrimaryCtxRetain", new MemoryLayout[] {ADDRESS, JAVA_INT}, context, index);
            call("cuCtxPushCurrent_v2", new MemoryLayout[] {ADDRESS}, context.get(ADDRESS, 0));
        }

        @Override
        public void copy(long from, long to, long bytes) {
            call("cuMemcpyDtoD_v2", new MemoryLayout[] {JAVA_LONG, JAVA_LONG, JAVA_LONG}, to, from, bytes);
        }

        /** A copy within a device is asynchronous, and ONNX Runtime's stream doesn't wait for the default one. */
        @Override
        public void close() {
            try {
                call("cuCtxSynchronize", new MemoryLayout[0]);
            } finally {
                call("cuCtxPopCurrent_v2", new MemoryLayout[] {ADDRESS}, arena.allocate(ADDRESS));
                call("cuDevicePrimaryCtxRelease_v2", new MemoryLayout[] {JAVA_INT}, index);
                arena.close();
            }
        }

        /** Each function returns a CUresult, 0 on success. */
        private void call(String name, MemoryLayout[] types, Object... arguments) {
            int status;
            try {
                status = (int) LINKER.downcallHandle(driver.findOrThrow(name), FunctionDescriptor.of(JAVA_INT, types))
                        .invokeWithArguments(arguments);
            } catch (Throwable t) {
                throw OrtApi.rethrow(t);
            }
            if (status != 0) {
                throw new ModelException(
                        ModelException.Kind.FAILED, "CUDA driver: " + name + " failed with error " + status);
            }
        }
    }
}
