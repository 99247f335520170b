package io.alltools.tools.python;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The limits of the {@code python} tool, by what they limit.
 *
 * <pre>{@code
 * PythonSettings.defaults().withCellTime(Duration.ofSeconds(10)).withHeapMegabytes(1024)
 * }</pre>
 */
public record PythonSettings(Cell cell, Memory memory, Files files, Workers workers, Places places) {

    /**
     * What one call may use.
     *
     * @param time wall-clock time
     * @param cpuTime CPU time, over all threads of the process
     * @param outputBytes what the model gets to see of its output (UTF-8); the middle of more is left out
     * @param threads how many it may start at the same time; they end with it
     */
    public record Cell(Duration time, Duration cpuTime, int outputBytes, int threads) {
        public Cell {
            require(time.isPositive(), "cell.time", time, "more than zero");
            require(cpuTime.isPositive(), "cell.cpuTime", cpuTime, "more than zero");
            require(outputBytes >= 256 && outputBytes <= 16 << 20, "cell.outputBytes", outputBytes, "256 to 16 MiB");
            require(threads >= 0 && threads <= 1_000, "cell.threads", threads, "0 to 1,000");
        }
    }

    /**
     * What one interpreter may take.
     *
     * @param heapMegabytes the largest Java heap, which holds all that Python code makes
     * @param otherMegabytes what its process may have in memory beside that heap, for the JVM itself, its code and its
     *     threads; usually some 250; looked at during calls, on Linux
     */
    public record Memory(int heapMegabytes, int otherMegabytes) {
        public Memory {
            require(
                    heapMegabytes >= 128,
                    "memory.heapMegabytes",
                    heapMegabytes,
                    "128 or more, since Python itself needs some 100");
            require(otherMegabytes >= 0, "memory.otherMegabytes", otherMegabytes, "0 or more; 512 is a usual value");
        }

        int processMegabytes() {
            return heapMegabytes + otherMegabytes;
        }
    }

    /**
     * What {@code /mnt/data} may hold.
     *
     * @param bytes in all
     * @param count files and folders
     */
    public record Files(long bytes, int count) {
        public Files {
            require(bytes >= 0, "files.bytes", bytes, "0 or more");
            require(count >= 0, "files.count", count, "0 or more");
        }
    }

    /**
     * The processes.
     *
     * @param sessions interpreters in use at once; beyond it, the one idle for longest is ended
     * @param sessionsPerProcess how many sessions a process serves, one after the other and each with an interpreter of
     *     its own, which then starts in a tenth of the time; 1 keeps them apart by their processes too
     * @param spares interpreters that are started ahead of the next session, each for one session
     * @param startTime wall-clock time that a new interpreter may take to start
     * @param compiler whether Graal compiles what runs often: long numeric loops run many times as fast, but a new
     *     interpreter and cells that run once take several times as long
     */
    public record Workers(int sessions, int sessionsPerProcess, int spares, Duration startTime, boolean compiler) {
        public Workers {
            require(sessions >= 1, "workers.sessions", sessions, "1 or more");
            require(sessionsPerProcess >= 1, "workers.sessionsPerProcess", sessionsPerProcess, "1 or more");
            require(spares >= 0, "workers.spares", spares, "0 or more");
            require(startTime.isPositive(), "workers.startTime", startTime, "more than zero");
        }
    }

    /**
     * Folders of the host.
     *
     * @param cache where the worker's jar, Python's library and the JVM's start-up cache are kept
     * @param packages pure-Python packages that code can import, as {@code pip install --target} makes it; null for
     *     none
     */
    public record Places(Path cache, @Nullable Path packages) {
        public Places {
            require(
                    packages == null || java.nio.file.Files.isDirectory(packages),
                    "places.packages",
                    packages == null ? "" : packages,
                    "a folder with Python packages, such as pip install --target makes");
        }
    }

    /**
     * 60 s, 90 s of CPU time, 20,000 bytes of output and 16 threads a call, 512 MB heap and 768 MB beside it, 1,000
     * files with 256 MB, 8 sessions with a process each, one spare worker.
     */
    public static PythonSettings defaults() {
        return new PythonSettings(
                new Cell(Duration.ofSeconds(60), Duration.ofSeconds(90), 20_000, 16),
                new Memory(512, 768),
                new Files(256L << 20, 1_000),
                new Workers(8, 1, 1, Duration.ofSeconds(90), false),
                new Places(Path.of(System.getProperty("user.home"), ".cache", "alltools", "python"), null));
    }

    public PythonSettings withCellTime(Duration time) {
        return with(new Cell(time, cell.cpuTime, cell.outputBytes, cell.threads));
    }

    public PythonSettings withCpuTime(Duration cpuTime) {
        return with(new Cell(cell.time, cpuTime, cell.outputBytes, cell.threads));
    }

    public PythonSettings withThreads(int threads) {
        return with(new Cell(cell.time, cell.cpuTime, cell.outputBytes, threads));
    }

    public PythonSettings withHeapMegabytes(int heapMegabytes) {
        return with(new Memory(heapMegabytes, memory.otherMegabytes));
    }

    public PythonSettings withOtherMegabytes(int otherMegabytes) {
        return with(new Memory(memory.heapMegabytes, otherMegabytes));
    }

    public PythonSettings withFiles(long bytes, int count) {
        return with(new Files(bytes, count));
    }

    public PythonSettings withSessions(int sessions) {
        return with(
                new Workers(sessions, workers.sessionsPerProcess, workers.spares, workers.startTime, workers.compiler));
    }

    public PythonSettings withSessionsPerProcess(int sessionsPerProcess) {
        return with(
                new Workers(workers.sessions, sessionsPerProcess, workers.spares, workers.startTime, workers.compiler));
    }

    public PythonSettings withSpares(int spares) {
        return with(
                new Workers(workers.sessions, workers.sessionsPerProcess, spares, workers.startTime, workers.compiler));
    }

    public PythonSettings withStartTime(Duration startTime) {
        return with(
                new Workers(workers.sessions, workers.sessionsPerProcess, workers.spares, startTime, workers.compiler));
    }

    public PythonSettings withCompiler(boolean compiler) {
        return with(
                new Workers(workers.sessions, workers.sessionsPerProcess, workers.spares, workers.startTime, compiler));
    }

    public PythonSettings withCache(Path cache) {
        return with(new Places(cache, places.packages));
    }

    public PythonSettings withPackages(@Nullable Path packages) {
        return with(new Places(places.cache, packages));
    }

    private PythonSettings with(Cell cell) {
        return new PythonSettings(cell, memory, files, workers, places);
    }

    private PythonSettings with(Memory memory) {
        return new PythonSettings(cell, memory, files, workers, places);
    }

    private PythonSettings with(Files files) {
        return new PythonSettings(cell, memory, files, workers, places);
    }

    private PythonSettings with(Workers workers) {
        return new PythonSettings(cell, memory, files, workers, places);
    }

    private PythonSettings with(Places places) {
        return new PythonSettings(cell, memory, files, workers, places);
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("Python setting " + name + " is " + value + ": expected " + expected);
        }
    }
}
