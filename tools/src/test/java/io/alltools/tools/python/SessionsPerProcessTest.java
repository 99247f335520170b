package io.alltools.tools.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that follow one another in a process share nothing but its start. */
class SessionsPerProcessTest {

    @TempDir
    Path folder;

    @Test
    void aSessionFindsNothingOfTheOneBeforeIt() throws Exception {
        Set<Long> others = workers();
        Set<Long> process;
        try (PythonTool python = PythonTool.create(settings(10))) {
            call(python, "first", """
                    import builtins, json, math, os, sys, threading
                    secret = 'of the first session'
                    math.pi, json.left = 3, secret
                    builtins.len = lambda x: 42
                    sys.path.append('/left')
                    sys.setrecursionlimit(77)
                    sys.stdout = None
                    os.environ['LEFT'] = secret
                    os.mkdir('inner')
                    os.chdir('inner')
                    open('left.txt', 'w').write(secret)
                    kept = open('/mnt/data/open.txt', 'w')
                    class Ends:
                        def __del__(self): kept.write('late')
                    ends = Ends()
                    """);
            process = workers();
            process.removeAll(others);
            python.endSession("first");

            String found = call(python, "second", """
                    import json, math, os, sys
                    print('secret' in globals(), math.pi > 3.1, hasattr(json, 'left'), len('abc'))
                    print('/left' in sys.path, sys.getrecursionlimit() == 77, os.environ.get('LEFT'))
                    print(os.getcwd(), os.listdir('.'))
                    """);

            assertThat(found).isEqualTo("""
                    False True False 3
                    False False None
                    /mnt/data []""");
            Set<Long> now = workers();
            now.removeAll(others);
            assertThat(now).isEqualTo(process).hasSize(1);
            assertThat(folder.resolve("first/inner/left.txt")).hasContent("of the first session");
            assertThat(folder.resolve("second")).isEmptyDirectory();
        }
        for (long pid : process) {
            ProcessHandle.of(pid).ifPresent(left -> assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(10)));
        }
    }

    @Test
    void aProcessServesAsManySessionsAsItMay() throws Exception {
        Set<Long> others = workers();
        List<Set<Long>> processes = new ArrayList<>();
        try (PythonTool python = PythonTool.create(settings(2))) {
            for (int i = 0; i < 3; i++) {
                assertThat(call(python, "s" + i, "1 + " + i)).isEqualTo(String.valueOf(1 + i));
                Set<Long> now = workers();
                now.removeAll(others);
                processes.add(now);
                python.endSession("s" + i);
            }
        }
        assertThat(processes.get(1)).isEqualTo(processes.get(0));
        assertThat(processes.get(2)).doesNotContainAnyElementsOf(processes.get(0));
    }

    @Test
    void aProcessWhoseCodeHadToBeStoppedServesNoOther() throws Exception {
        Set<Long> others = workers();
        try (PythonTool python = PythonTool.create(settings(10).withCellTime(Duration.ofSeconds(1)))) {
            assertThat(python.call("while True: pass", context("endless"))).isInstanceOf(ToolResult.Failed.class);
            Set<Long> stopped = workers();
            stopped.removeAll(others);
            python.endSession("endless");

            assertThat(call(python, "next", "6 * 7")).isEqualTo("42");

            assertThat(workers()).doesNotContainAnyElementsOf(stopped);
        }
    }

    @Test
    void manySessionsAtOnceAndInTurnKeepTheirVariables() throws Exception {
        try (PythonTool python = PythonTool.create(settings(100).withSessions(2));
                ExecutorService callers = Executors.newFixedThreadPool(2)) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String session = "s" + i;
                answers.add(callers.submit(() -> {
                    call(python, session, "assert 'name' not in globals()\nname = '" + session + "'");
                    String answer = call(python, session, "name");
                    python.endSession(session);
                    return answer;
                }));
            }
            for (int i = 0; i < 30; i++) {
                assertThat(answers.get(i).get()).isEqualTo("'s" + i + "'");
            }
        }
    }

    private static PythonSettings settings(int sessionsPerProcess) {
        return TestPython.settings().withSpares(0).withSessionsPerProcess(sessionsPerProcess);
    }

    private String call(PythonTool python, String session, String code) throws Exception {
        return switch (python.call(code, context(session))) {
            case ToolResult.Ok ok -> ok.passages().getFirst().text().replace("[no output]", "");
            case ToolResult.Failed failed -> throw new AssertionError(failed.message());
        };
    }

    private ToolContext context(String session) throws Exception {
        return new ToolContext(session, "call", Files.createDirectories(folder.resolve(session)));
    }

    /** The Python processes of this one, by number. */
    private static Set<Long> workers() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }
}
