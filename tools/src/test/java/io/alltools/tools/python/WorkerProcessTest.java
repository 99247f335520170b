package io.alltools.tools.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.tools.python.worker.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the system and the JVM are told about a worker's process holds for the process that runs the code. */
class WorkerProcessTest {

    @TempDir
    Path folder;

    @Test
    void theSystemHoldsTheProcessToItsLimits() throws Exception {
        PythonSettings settings = TestPython.settings();
        List<String> limits = ProcessLimits.prefix(settings);
        assumeTrue(
                !limits.isEmpty(), "this system offers neither unshare, setpriv nor prlimit, or doesn't permit them");
        try (WorkerProcess worker = WorkerProcess.start(
                new WorkerJvm(settings).command(), settings.workers().startTime())) {
            Path process = Path.of("/proc", String.valueOf(worker.pid()));
            assertThat(Files.readString(process.resolve("cmdline"))).contains("PythonWorker");
            if (limits.contains("unshare")) {
                for (String namespace : List.of("ns/net", "ns/ipc")) {
                    assertThat(Files.readSymbolicLink(process.resolve(namespace)))
                            .isNotEqualTo(
                                    Files.readSymbolicLink(Path.of("/proc/self").resolve(namespace)));
                }
                assertThat(Files.readAllLines(process.resolve("net/dev")))
                        .as("devices beside loopback")
                        .filteredOn(line -> line.contains(":") && !line.strip().startsWith("lo:"))
                        .allMatch(line -> line.matches(".*:(\\s+0)+"));
            }
            if (limits.contains("setpriv")) {
                assertThat(Files.readAllLines(process.resolve("status"))).contains("NoNewPrivs:\t1");
            }
            if (limits.contains("prlimit")) {
                assertThat(Files.readString(process.resolve("limits")))
                        .containsPattern("Max core file size +0 +0 ")
                        .containsPattern("Max open files +512 +512 ")
                        .containsPattern("Max file size +268435456 +268435456 ");
            }
            assertThat(Files.readString(process.resolve("environ")).split("\0")).containsExactly("LC_ALL=C.UTF-8");
        }
    }

    @Test
    void aProcessThatOutgrowsItsMemoryIsEnded() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "this system doesn't tell how large a process is");
        ToolContext context = new ToolContext("large", "call", folder);
        try (PythonTool python = PythonTool.create(TestPython.settings()
                .withHeapMegabytes(128)
                .withOtherMegabytes(0)
                .withSpares(0))) {
            assertThat(python.call("import time\ntime.sleep(30)", context))
                    .isEqualTo(ToolResult.failed(
                            ToolResult.Kind.LIMIT_EXCEEDED,
                            "the interpreter's process had more than 128 MB in memory, which is its limit. It had to be"
                                    + " ended, so all variables are gone; files are kept."));
        }
    }

    @Test
    void codeIsCompiledWhereThatIsAskedFor() throws Exception {
        PythonSettings settings = TestPython.settings().withCompiler(true);
        try (WorkerProcess worker = WorkerProcess.start(
                new WorkerJvm(settings).command(), settings.workers().startTime())) {
            assertThat(worker.engine()).isNotEqualTo("Interpreted").startsWith("GraalVM");
            worker.open(folder);
            worker.run("""
                    def total(n):
                        s = 0
                        for i in range(n): s += i % 7
                        return s
                    for i in range(30): last = total(20_000)
                    for escape in (lambda: open('/etc/passwd'), lambda: __import__('os').system('id'),
                                   lambda: __import__('java').type('java.lang.System'),
                                   lambda: __import__('socket').socket()):
                        try:
                            escape()
                            print('escaped')
                        except Exception as e:
                            pass
                    last""");
            assertThat(worker.await(Duration.ofMinutes(2)))
                    .hasValueSatisfying(answer -> assertThat(answer).isEqualTo(new Frame(Frame.Kind.DONE, "59997\n")));
        }
    }
}
