package io.alltools.tools.python;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the operating system adds around a worker: no network, no new privileges, no core files, few open files.
 *
 * <p>Each is a program that starts the next and is gone, so that the worker is the process that is waited for. On a
 * system without {@code unshare}, {@code setpriv} or {@code prlimit}, or where they are not permitted, the worker runs
 * without them and the sandbox inside it stands alone.
 */
final class ProcessLimits {

    private static final Logger log = LoggerFactory.getLogger(ProcessLimits.class);

    /** The JVM and Python's library need some 50. */
    private static final int OPEN_FILES = 512;

    /** Python's library is unpacked by the first worker; its largest file is below this. */
    private static final long LIBRARY_FILE_BYTES = 256L << 20;

    private static final List<List<String>> NETWORKS = List.of(
            List.of("unshare", "--net", "--ipc", "--"),
            // Who is not root may do it in a user namespace, if the system lets them have one.
            List.of("unshare", "--map-root-user", "--net", "--ipc", "--"));

    private static final List<String> NO_PRIVILEGES = List.of("setpriv", "--no-new-privs", "--");

    private ProcessLimits() {}

    private static final class Found {
        static final List<String> NETWORK =
                NETWORKS.stream().filter(ProcessLimits::works).findFirst().orElse(List.of());
        static final List<String> PRIVILEGES = works(NO_PRIVILEGES) ? NO_PRIVILEGES : List.of();
        static final boolean PRLIMIT = works(List.of("prlimit", "--core=0", "--"));

        static {
            if (NETWORK.isEmpty() || PRIVILEGES.isEmpty() || !PRLIMIT) {
                log.info(
                        "Python's workers run with what this system permits: network namespace {}, no new privileges {},"
                                + " prlimit {}",
                        !NETWORK.isEmpty(),
                        !PRIVILEGES.isEmpty(),
                        PRLIMIT);
            }
        }
    }

    /** The words that go before a worker's command; none where the system has nothing to offer. */
    static List<String> prefix(PythonSettings settings) {
        List<String> prefix = new ArrayList<>(Found.NETWORK);
        prefix.addAll(Found.PRIVILEGES);
        if (Found.PRLIMIT) {
            prefix.addAll(List.of(
                    "prlimit",
                    "--core=0",
                    "--nofile=" + OPEN_FILES,
                    "--fsize=" + Math.max(settings.files().bytes(), LIBRARY_FILE_BYTES),
                    "--"));
        }
        return prefix;
    }

    private static boolean works(List<String> words) {
        List<String> command = new ArrayList<>(words);
        command.add("true");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            // Not interruptible: a call that is cancelled just now must not weaken all workers to come.
            boolean worked = process.onExit()
                    .orTimeout(5, TimeUnit.SECONDS)
                    .handle((ended, late) -> late == null && ended.exitValue() == 0)
                    .join();
            process.destroyForcibly();
            return worked;
        } catch (IOException e) {
            return false;
        }
    }
}
