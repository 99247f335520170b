package io.alltools.web.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A process that may have died.
 *
 * @param place where its number means it: a machine since its last start and, on Linux, a process namespace
 */
record RunningProcess(String place, long pid, Instant startedAt) {

    private static final String HERE = here();

    /** Linux counts from a time of start that is adjusted with the clock. */
    private static final Duration CLOCK_DRIFT = Duration.ofSeconds(2);

    static RunningProcess self() {
        ProcessHandle self = ProcessHandle.current();
        return new RunningProcess(HERE, self.pid(), self.info().startInstant().orElse(Instant.EPOCH));
    }

    /** Whether it is known to be dead; false where nothing is known. */
    boolean isDead() {
        if (!place.equals(HERE)) {
            return false;
        }
        ProcessHandle handle = ProcessHandle.of(pid).orElse(null);
        return handle == null
                || !handle.isAlive()
                || handle.info()
                        .startInstant()
                        .filter(start ->
                                Duration.between(startedAt, start).abs().compareTo(CLOCK_DRIFT) > 0)
                        .isPresent();
    }

    /** For a person. */
    @Override
    public String toString() {
        return "process " + pid + (place.equals(HERE) ? "" : " on " + place.replaceFirst(" .*", ""));
    }

    private static String here() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "localhost";
        }
        String boot = "";
        String namespace = "";
        try {
            boot = " "
                    + Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                            .strip();
            namespace = " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException e) {
            // Not Linux, or without /proc: the start time tells processes of one number apart.
        }
        return host + boot + namespace;
    }
}
