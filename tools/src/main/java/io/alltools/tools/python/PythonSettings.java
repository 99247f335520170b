package io.alltools.tools.python;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The limits of the {@code python} tool.
 *
 * @param callLimit wall-clock time of one call
 * @param cpuLimit CPU time of one call, over all threads of its process
 * @param startLimit wall-clock time that a new interpreter may take to start
 * @param heapMegabytes the largest Java heap of one interpreter; its process needs some 250 MB more
 * @param outputBytes what the model gets to see of one call's output (UTF-8); the middle of more is left out
 * @param fileBytes what {@code /mnt/data} may hold in all
 * @param fileCount how many files and folders {@code /mnt/data} may hold
 * @param maxSessions interpreters in use at once; beyond it, the one idle for longest is ended
 * @param spareWorkers interpreters that are started ahead of the next session, each for one session
 * @param cacheFolder where the worker's jar, Python's library and the JVM's start-up cache are kept
 */
public record PythonSettings(
        Duration callLimit,
        Duration cpuLimit,
        Duration startLimit,
        int heapMegabytes,
        int outputBytes,
        long fileBytes,
        int fileCount,
        int maxSessions,
        int spareWorkers,
        Path cacheFolder) {

    public PythonSettings {
        require(callLimit.isPositive(), "callLimit", callLimit, "more than zero");
        require(cpuLimit.isPositive(), "cpuLimit", cpuLimit, "more than zero");
        require(startLimit.isPositive(), "startLimit", startLimit, "more than zero");
        require(
                heapMegabytes >= 128,
                "heapMegabytes",
                heapMegabytes,
                "128 or more, since Python itself needs some 100");
        require(outputBytes >= 256 && outputBytes <= 16 << 20, "outputBytes", outputBytes, "256 to 16 MiB");
        require(fileBytes >= 0, "fileBytes", fileBytes, "0 or more");
        require(fileCount >= 0, "fileCount", fileCount, "0 or more");
        require(maxSessions >= 1, "maxSessions", maxSessions, "1 or more");
        require(spareWorkers >= 0, "spareWorkers", spareWorkers, "0 or more");
    }

    /**
     * 60 s, 90 s of CPU time and 20,000 bytes of output a call, 512 MB heap, 1,000 files with 256 MB, 8 sessions, one
     * spare worker.
     */
    public static PythonSettings defaults() {
        return new PythonSettings(
                Duration.ofSeconds(60),
                Duration.ofSeconds(90),
                Duration.ofSeconds(90),
                512,
                20_000,
                256L << 20,
                1_000,
                8,
                1,
                Path.of(System.getProperty("user.home"), ".cache", "alltools", "python"));
    }

    public PythonSettings withCallLimit(Duration callLimit) {
        return new PythonSettings(
                callLimit,
                cpuLimit,
                startLimit,
                heapMegabytes,
                outputBytes,
                fileBytes,
                fileCount,
                maxSessions,
                spareWorkers,
                cacheFolder);
    }

    public PythonSettings withCpuLimit(Duration cpuLimit) {
        return new PythonSettings(
                callLimit,
                cpuLimit,
                startLimit,
                heapMegabytes,
                outputBytes,
                fileBytes,
                fileCount,
                maxSessions,
                spareWorkers,
                cacheFolder);
    }

    public PythonSettings withFiles(long fileBytes, int fileCount) {
        return new PythonSettings(
                callLimit,
                cpuLimit,
                startLimit,
                heapMegabytes,
                outputBytes,
                fileBytes,
                fileCount,
                maxSessions,
                spareWorkers,
                cacheFolder);
    }

    public PythonSettings withHeapMegabytes(int heapMegabytes) {
        return new PythonSettings(
                callLimit,
                cpuLimit,
                startLimit,
                heapMegabytes,
                outputBytes,
                fileBytes,
                fileCount,
                maxSessions,
                spareWorkers,
                cacheFolder);
    }

    public PythonSettings withMaxSessions(int maxSessions) {
        return new PythonSettings(
                callLimit,
                cpuLimit,
                startLimit,
                heapMegabytes,
                outputBytes,
                fileBytes,
                fileCount,
                maxSessions,
                spareWorkers,
                cacheFolder);
    }

    public PythonSettings withSpareWorkers(int spareWorkers) {
        return new PythonSettings(
                callLimit,
                cpuLimit,
                startLimit,
                heapMegabytes,
                outputBytes,
                fileBytes,
                fileCount,
                maxSessions,
                spareWorkers,
                cacheFolder);
    }

    public PythonSettings withCacheFolder(Path cacheFolder) {
        return new PythonSettings(
                callLimit,
                cpuLimit,
                startLimit,
                heapMegabytes,
                outputBytes,
                fileBytes,
                fileCount,
                maxSessions,
                spareWorkers,
                cacheFolder);
    }

    private static void require(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("Python setting " + name + " is " + value + ": expected " + expected);
        }
    }
}
