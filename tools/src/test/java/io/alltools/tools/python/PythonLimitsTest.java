package io.alltools.tools.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Time, memory, disk and sessions are limited. A few sessions serve all tests, the deadly ones last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PythonLimitsTest {

    @TempDir
    static Path folders;

    private static PythonTool python;
    private static PythonTool hasty;

    @BeforeAll
    static void create() {
        python = PythonTool.create(
                TestPython.settings().withHeapMegabytes(160).withSessions(2).withSpares(0));
        hasty = PythonTool.create(
                TestPython.settings().withCellTime(Duration.ofSeconds(5)).withSpares(0));
    }

    @AfterAll
    static void close() {
        python.close();
        hasty.close();
    }

    @Test
    @Order(1)
    void anEndlessLoopIsStoppedAndVariablesAreKept() throws Exception {
        run("hasty", "x = 7");
        ToolResult stopped = call("hasty", "print('before')\nwhile True:\n    try:\n        x += 0\n    except: pass");
        assertThat(stopped)
                .isEqualTo(ToolResult.failed(
                        ToolResult.Kind.TIMEOUT,
                        "the code was stopped: it reached the time limit of 5 s. Variables are kept. Output until"
                                + " then:\nbefore"));
        assertThat(run("hasty", "print(x)")).isEqualTo("7");
    }

    @Test
    @Order(2)
    void sessionsDoNotSeeEachOther() throws Exception {
        run("a", "x = 7\nsecret = 'of a'\nimport json\njson.marked = True\nopen('a.txt', 'w').write('a')");
        assertThat(run("b", "'secret' in globals(), hasattr(__import__('json'), 'marked'), __import__('os').listdir()"))
                .isEqualTo("(False, False, [])");
    }

    @Test
    @Order(3)
    void aFullDiskBudgetIsAnError() throws Exception {
        assertThat(run("b", "with open('big', 'w') as f:\n    for i in range(3):\n        f.write('x' * 600_000)"))
                .contains("OSError");
        assertThat(folders.resolve("b/big").toFile().length()).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    @Order(3)
    void removedFilesGiveTheirRoomBack() throws Exception {
        assertThat(run("b", """
                import os
                import shutil
                for name in os.listdir(): shutil.rmtree(name) if os.path.isdir(name) else os.remove(name)
                for i in range(5):
                    with open('again', 'wb') as f: f.write(bytes(900_000))
                    os.remove('again')
                os.listdir()""")).isEqualTo("[]");
    }

    @Test
    @Order(3)
    void aRemovedFileThatIsOpenStillTakesRoom() throws Exception {
        assertThat(run("b", """
                import os
                held = open('held', 'w+b')
                held.write(bytes(900_000))
                held.flush()
                os.remove('held')
                with open('more', 'wb') as f: f.write(bytes(900_000))""")).contains("No space left on device");
        assertThat(run("b", "held.close()\nwith open('more', 'wb') as f: f.write(bytes(900_000))\nos.remove('more')"))
                .isEqualTo("[no output]");
    }

    @Test
    @Order(3)
    void tooManyFilesAreAnError() throws Exception {
        assertThat(run("b", "import os\nos.mkdir('many')\nfor i in range(1000): open('many/%d' % i, 'w').close()"))
                .contains("No space left on device", " more]");
        assertThat(run("b", "import shutil\nlen(os.listdir('many')) < 100, shutil.rmtree('many')"))
                .isEqualTo("(True, None)");
    }

    @Test
    @Order(4)
    void cpuTimeIsLimited() throws Exception {
        try (PythonTool busy = PythonTool.create(
                TestPython.settings().withCpuTime(Duration.ofSeconds(5)).withSpares(0))) {
            ToolContext context = new ToolContext("busy", "call", folders.resolve("busy"));
            busy.call("x = 1", context);
            assertThat(busy.call("while True: pass", context))
                    .isEqualTo(ToolResult.failed(
                            ToolResult.Kind.TIMEOUT,
                            "the code was stopped: it reached the time limit of 60 s or 5 s of CPU time. Variables are"
                                    + " kept."));
            assertThat(busy.call("import time\ntime.sleep(7)\nx", context)).isEqualTo(ToolResult.ok("1"));
        }
    }

    @Test
    @Order(4)
    void anInterruptCancelsTheCallAndKeepsTheSession() throws Exception {
        run("b", "y = 1");
        CountDownLatch running = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var call = executor.submit(() -> {
                running.countDown();
                return call("b", "while True: pass");
            });
            running.await();
            TimeUnit.MILLISECONDS.sleep(300);
            long start = System.nanoTime();
            executor.shutdownNow();
            assertThatThrownBy(call::get).hasCauseInstanceOf(InterruptedException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
        assertThat(run("b", "y")).isEqualTo("1");
    }

    @Test
    @Order(5)
    void aMemoryBombIsReportedAndTheSessionGoesOn() throws Exception {
        ToolResult bomb = call("b", "bomb = []\nwhile True:\n    bomb.append('x' * 5_000_000)");
        assertThat(bomb).isInstanceOfSatisfying(ToolResult.Failed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(ToolResult.Kind.LIMIT_EXCEEDED);
            assertThat(failed.message()).contains("more than the 160 MB of memory");
        });
        assertThat(run("b", "bomb = None\n2 + 2")).endsWith("4");
    }

    @Test
    @Order(6)
    void aThirdSessionTakesThePlaceOfTheOneIdleForLongest() throws Exception {
        run("a", "1");
        assertThat(run("c", "1")).isEqualTo("1");
        assertThat(run("a", "x")).isEqualTo("7");
    }

    @Test
    @Order(7)
    void codeThatCanNotBeInterruptedIsKilledAndTheNextCallSaysSo() throws Exception {
        ToolResult killed = call("hasty", "3 ** 10 ** 9");
        assertThat(killed).isInstanceOfSatisfying(ToolResult.Failed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(ToolResult.Kind.TIMEOUT);
            assertThat(failed.message()).contains("all variables are gone");
        });
        assertThat(run("hasty", "'x' in globals()"))
                .isEqualTo("[the interpreter was restarted: variables of earlier calls are gone, files are kept]\n"
                        + "False");
    }

    private static String run(String session, String code) throws InterruptedException {
        ToolResult result = call(session, code);
        assertThat(result).isInstanceOf(ToolResult.Ok.class);
        return result.toObservation("call").text();
    }

    private static ToolResult call(String session, String code) throws InterruptedException {
        PythonTool tool = session.equals("hasty") ? hasty : python;
        return tool.call(code, new ToolContext(session, "call", folders.resolve(session)));
    }
}
