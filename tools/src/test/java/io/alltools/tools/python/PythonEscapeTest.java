package io.alltools.tools.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ways out of the sandbox that a model or somebody behind it may try; each test is one idea and says what came of it.
 *
 * <p>After every test the promise is looked at: a file of the host is as it was, no file lies beside the session's
 * folder, nobody has connected to a port of this machine, and the session's next call works.
 */
class PythonEscapeTest {

    private static final String SECRET = "the host's secret";

    @TempDir
    static Path home;

    private static Path secret;
    private static ServerSocket listener;
    private static PythonTool python;
    private static PythonTool hasty;

    @BeforeAll
    static void create() throws Exception {
        secret = Files.writeString(home.resolve("secret.txt"), SECRET);
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        listener.setSoTimeout(1);
        python = PythonTool.create(TestPython.settings().withSpares(0));
        hasty = PythonTool.create(TestPython.settings()
                .withCellTime(Duration.ofSeconds(2))
                .withHeapMegabytes(256)
                .withSpares(1));
        hasty.warmUp();
        run("1");
    }

    @AfterAll
    static void close() throws IOException {
        python.close();
        hasty.close();
        listener.close();
    }

    @AfterEach
    void thePromiseHolds() throws Exception {
        assertThat(secret).hasContent(SECRET);
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .isSubsetOf("secret.txt", "session", "hasty", "other", "names");
        }
        try {
            assertThat(listener.accept()).isNull();
        } catch (SocketTimeoutException e) {
            assertThat(e).isNotNull(); // nobody has called
        }
        assertThat(run("40 + 2")).isEqualTo("42");
    }

    // The object graph

    @Test
    void subclassesOfObjectLeadToNoProcess() throws Exception {
        assertThat(run("""
                import subprocess
                [c for c in object.__subclasses__() if c.__name__ == 'Popen'][0](['id'])""")).contains("Error");
    }

    @Test
    void globalsBehindAClassHoldNoMoreThanAnImport() throws Exception {
        assertThat(run("""
                for c in object.__subclasses__():
                    g = getattr(c.__init__, '__globals__', {})
                    if 'sys' in g:
                        g['sys'].modules['os'].system('id')""")).contains("os.system is not allowed");
    }

    @Test
    void builtinsThatWereReplacedDoNotReachTheHost() throws Exception {
        assertThat(run("""
                import builtins
                kept = builtins.print, builtins.repr, builtins.isinstance
                def f(*a, **k): raise SystemExit(3)
                builtins.print = builtins.repr = builtins.isinstance = f
                1 / 0""")).contains("ZeroDivisionError");
        assertThat(run("builtins.print, builtins.repr, builtins.isinstance = kept\n5"))
                .isEqualTo("5");
    }

    @Test
    void framesBelowTheCellAreNotVisible() throws Exception {
        assertThat(run("""
                import sys
                f, seen = sys._getframe(), []
                while f:
                    seen.append(f.f_code.co_filename)
                    f = f.f_back
                [name for name in seen if not name.startswith('<cell')]""")).isEqualTo("[]");
    }

    @Test
    void tracebackFramesShowNothingOfTheRunner() throws Exception {
        assertThat(run("""
                import sys
                try:
                    1 / 0
                except ZeroDivisionError as e:
                    t = e.__traceback__
                    while t: print(sorted(t.tb_frame.f_locals)[:0], 'write_text' in t.tb_frame.f_globals); t = t.tb_next""")).isEqualTo("[] False");
    }

    @Test
    void theCollectorHandsOutNoObjectsOfTheRunner() throws Exception {
        assertThat(run("import gc\ngc.get_objects()")).contains("AttributeError");
        assertThat(run("import gc\ngc.get_referrers(print)")).isEqualTo("[]");
    }

    @Test
    void theOutputStreamGivesOnlyText() throws Exception {
        assertThat(run("""
                import sys
                cells = [c.cell_contents for c in type(sys.stdout).write.__closure__]
                host = [c for c in cells if 'foreign' in str(type(c)).lower() or 'java' in str(type(c)).lower()]
                for h in host:
                    for name in ('getClass', 'class', 'getClassLoader', 'wait'):
                        try:
                            print('reached', getattr(h, name))
                        except Exception:
                            pass""")).isEqualTo("[no output]");
    }

    @Test
    void theHostsWriterTakesNothingButText() throws Exception {
        assertThat(run("""
                import sys
                for c in type(sys.stdout).write.__closure__:
                    if callable(c.cell_contents) and not isinstance(c.cell_contents, type):
                        try:
                            c.cell_contents(object())
                        except BaseException as e:
                            pass
                'alive'""")).contains("alive");
    }

    @Test
    void evalExecAndCompileGainNothing() throws Exception {
        assertThat(run("exec(compile('import os; os.system(\"id\")', '<all tools>', 'exec'))"))
                .contains("not allowed")
                .doesNotContain("uid=");
    }

    @Test
    void modulesThatWereClearedAreOnlyTheSessionsLoss() throws Exception {
        assertThat(run("import sys\nmodules = dict(sys.modules)\nsys.modules.clear()\n1 / 0"))
                .contains("ZeroDivisionError");
        run("sys.modules.update(modules)");
    }

    // Java and other languages

    @Test
    void javaTypesAreNotFound() throws Exception {
        assertThat(run("import java\njava.type('java.lang.Runtime')")).contains("KeyError", "denied");
    }

    @Test
    void javaPackagesCanNotBeImported() throws Exception {
        assertThat(run("from java.lang import System")).contains("Error").doesNotContain("<JavaClass");
    }

    @Test
    void theClassPathCanNotBeExtended() throws Exception {
        assertThat(run("import java\njava.add_to_classpath('/mnt/data/evil.jar')"))
                .contains("not allowed");
    }

    @Test
    void javaClassesCanNotBeBuilt() throws Exception {
        assertThat(run("import java\nclass T(java.type('java.lang.Thread')): pass"))
                .contains("Error");
    }

    @Test
    void hostBytesHaveNoJavaMethods() throws Exception {
        assertThat(run("import polyglot\npolyglot.storage(b'x').getClass()")).contains("AttributeError");
    }

    @Test
    void otherLanguagesCanNotBeRun() throws Exception {
        assertThat(run("import polyglot\npolyglot.eval(language='regex', string='a')"))
                .contains("not allowed");
        assertThat(run("import polyglot\npolyglot.eval(path='" + secret + "', language='python')"))
                .contains("not allowed");
    }

    @Test
    void polyglotBindingsAreClosed() throws Exception {
        assertThat(run("import polyglot\npolyglot.export_value('x', 1)")).contains("not allowed");
    }

    @Test
    void graalPysOwnModuleOpensNothing() throws Exception {
        assertThat(run("import __graalpython__\n__graalpython__.java_type('java.lang.System')"))
                .contains("Error");
        assertThat(run("import __graalpython__\n__graalpython__.read_file('" + secret + "')"))
                .contains("Error")
                .doesNotContain(SECRET);
    }

    // Native code

    @Test
    void ctypesHasNoLibraries() throws Exception {
        assertThat(run("import ctypes\nctypes.CDLL(None).system(b'id')")).contains("Error");
    }

    @Test
    void theModuleBelowCtypesHasNoLibraries() throws Exception {
        assertThat(run("import _ctypes\n_ctypes.dlopen('libc.so.6', 2)")).contains("Error");
    }

    @Test
    void aSharedObjectInTheFolderIsNotLoaded() throws Exception {
        assertThat(run("""
                open('evil.so', 'wb').write(b'\\x7fELF')
                import evil""")).contains("Error").doesNotContain("WARNING", "Truffle");
    }

    @Test
    void aSystemLibraryIsNotLoadedAsAModule() throws Exception {
        assertThat(run("""
                import importlib.machinery as m, importlib.util as u
                u.module_from_spec(m.ModuleSpec('x', m.ExtensionFileLoader('x', '/lib/x86_64-linux-gnu/libc.so.6')))""")).contains("Error");
    }

    @Test
    void aNativeWheelIsNotImported() throws Exception {
        assertThat(run("""
                import sys, zipfile
                with zipfile.ZipFile('native.whl', 'w') as z:
                    z.writestr('fastmath.cpython-312-x86_64-linux-gnu.so', b'\\x7fELF')
                sys.path.insert(0, '/mnt/data/native.whl')
                try:
                    import fastmath
                finally:
                    sys.path.remove('/mnt/data/native.whl')""")).contains("No module named 'fastmath'");
    }

    @Test
    void anonymousMapsReachNoFile() throws Exception {
        assertThat(run("import mmap, os\nmmap.mmap(os.open('" + secret + "', os.O_RDONLY), 0)[:]"))
                .contains("PermissionError")
                .doesNotContain(SECRET);
    }

    @Test
    void cffiAndTestModulesOfCAreNotThere() throws Exception {
        assertThat(run("import _testcapi")).contains("Error");
        assertThat(run("import cffi")).contains("ModuleNotFoundError");
    }

    // Processes, signals and threads

    @Test
    void osSystemRunsNothing() throws Exception {
        assertThat(run("import os\nos.system('touch " + home.resolve("escaped") + "')"))
                .contains("PermissionError");
    }

    @Test
    void aRefusalCanBeCaughtLikeAnyError() throws Exception {
        assertThat(run("import os\ntry:\n    os.system('id')\nexcept OSError as e:\n    print(e)"))
                .isEqualTo("[Errno 1] os.system is not allowed in this interpreter");
    }

    @Test
    void theModuleBelowOsRunsNothing() throws Exception {
        assertThat(run("import posix\nposix.execv('/bin/sh', ['sh'])")).contains("Error");
    }

    @Test
    void subprocessRunsNothing() throws Exception {
        assertThat(run("import subprocess\nsubprocess.run(['/bin/sh', '-c', 'id'])"))
                .contains("Error")
                .doesNotContain("uid=");
    }

    @Test
    void popenRunsNothing() throws Exception {
        assertThat(run("import os\nos.popen('id').read()")).contains("Error").doesNotContain("uid=");
    }

    @Test
    void theModuleBelowSubprocessRunsNothing() throws Exception {
        assertThat(run("import _posixsubprocess\n_posixsubprocess.fork_exec()")).contains("not allowed");
    }

    @Test
    void aForkBombDoesNotFork() throws Exception {
        assertThat(run("import os\nwhile True: os.fork()")).contains("Error");
    }

    @Test
    void multiprocessingStartsNothing() throws Exception {
        assertThat(run("import multiprocessing as m\nm.Process(target=print).start()"))
                .contains("Error");
    }

    @Test
    void aPseudoTerminalIsNotOpened() throws Exception {
        assertThat(run("import pty\npty.spawn('/bin/sh')")).contains("Error");
    }

    @Test
    void otherProcessesCanNotBeSignalled() throws Exception {
        assertThat(run("import os\nos.kill(" + ProcessHandle.current().pid() + ", 9)"))
                .contains("not allowed");
        assertThat(run("import os\nos.killpg(0, 9)")).contains("not allowed");
    }

    @Test
    void signalHandlersDoNotStopAnInterrupt() throws Exception {
        assertThat(stopped("""
                import signal
                for s in (signal.SIGINT, signal.SIGTERM):
                    signal.signal(s, lambda *a: None)
                while True: pass""")).contains("Variables are kept");
    }

    @Test
    void aSignalToItselfEndsNothing() throws Exception {
        assertThat(run("import signal\nsignal.raise_signal(signal.SIGKILL)")).contains("Error");
    }

    @Test
    void aThreadBombIsRefusedAndItsThreadsAreStopped() throws Exception {
        assertThat(run("import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(99,)).start()"))
                .endsWith("RuntimeError: can't start new thread: 16 are running, which is the limit");
        assertThat(run("threading.enumerate()")).startsWith("[<_MainThread(").doesNotContain("sleep");
    }

    @Test
    void aThreadBombBelowTheRefusalCostsTheInterpreter() throws Exception {
        assertThat(lost("""
                import _thread, time
                for cell in _thread.start_new_thread.__closure__:
                    start = cell.cell_contents
                    if getattr(start, '__name__', '') == 'start_new_thread':
                        for i in range(50): start(time.sleep, (99,))
                time.sleep(99)""")).contains("The code had more than the 16 threads that it may have");
    }

    @Test
    void anEndlessThreadIsStoppedAtTheDeadline() throws Exception {
        assertThat(stopped("""
                import threading
                def endless():
                    while True:
                        try:
                            while True: pass
                        except BaseException: pass
                threading.Thread(target=endless).start()""")).contains("Variables are kept").doesNotContain("oracle");
    }

    @Test
    void aThreadInTheBackgroundEndsWithItsCell() throws Exception {
        assertThat(run("""
                import threading, time
                def chatter():
                    while True:
                        print('still here')
                        time.sleep(0.01)
                ghost = threading.Thread(target=chatter, daemon=True)
                ghost.start()
                time.sleep(0.1)""")).contains("still here").doesNotContain("oracle");
        assertThat(run("time.sleep(0.1)\nghost.is_alive()")).isEqualTo("False");
    }

    // Network

    @Test
    void noConnectionIsMade() throws Exception {
        assertThat(run("import socket\nsocket.create_connection(('127.0.0.1', " + listener.getLocalPort() + "), 1)"))
                .contains("there is no network");
    }

    @Test
    void theModuleBelowSocketConnectsNothing() throws Exception {
        assertThat(run("import _socket\n_socket.socket(2, 1).connect(('127.0.0.1', " + listener.getLocalPort() + "))"))
                .contains("there is no network");
    }

    @Test
    void theBaseOfTheRefusedSocketConnectsNothing() throws Exception {
        assertThat(run("import _socket\nb = _socket.socket.__base__\ns = b(2, 1)\ns.connect(('127.0.0.1', "
                        + listener.getLocalPort() + "))"))
                .contains("Error");
    }

    @Test
    void urllibFetchesNothing() throws Exception {
        assertThat(run("import urllib.request\nurllib.request.urlopen('http://127.0.0.1:" + listener.getLocalPort()
                        + "/')"))
                .contains("Error");
    }

    @Test
    void fileUrlsAreNoWayToFiles() throws Exception {
        assertThat(run("import urllib.request\nurllib.request.urlopen('file://" + secret + "').read()"))
                .contains("Error")
                .doesNotContain(SECRET);
    }

    @Test
    void noPortIsOpened() throws Exception {
        assertThat(run("import socket\ns = socket.socket()\ns.bind(('127.0.0.1', 0))\ns.listen()"))
                .contains("there is no network");
    }

    @Test
    void namesAreNotLookedUp() throws Exception {
        assertThat(run("import socket\nsocket.getaddrinfo('localhost', 80)")).contains("there is no network");
        assertThat(run("import socket\nsocket.gethostbyname('localhost')")).contains("Error");
    }

    // Files

    @Test
    void aHostFileIsNotRead() throws Exception {
        for (String read : new String[] {
            "open(p).read()",
            "__import__('io').open(p).read()",
            "__import__('_io').FileIO(p).read()",
            "__import__('os').open(p, 0)",
            "__import__('codecs').open(p).read()",
            "__import__('pathlib').Path(p).read_text()",
            "__import__('runpy').run_path(p)",
            "list(__import__('fileinput').input(p))",
            "__import__('shutil').copy(p, 'copied')",
            "__import__('tokenize').open(p).read()",
            "__import__('zipfile').ZipFile(p)"
        }) {
            assertThat(run("p = '" + secret + "'\n" + read))
                    .as(read)
                    .contains("PermissionError")
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void aHostFileIsNotReadByALibraryThatHidesErrors() throws Exception {
        assertThat(run("import linecache\nlinecache.getlines('" + secret + "')"))
                .isEqualTo("[]");
        assertThat(run("import glob\nglob.glob('" + home + "/*')")).isEqualTo("[]");
    }

    @Test
    void dotsDoNotClimbOutOfTheFolder() throws Exception {
        assertThat(run("open('../secret.txt').read()")).contains("PermissionError");
        assertThat(run("open('/mnt/data/x/../../data/../../" + secret + "').read()"))
                .contains("Error")
                .doesNotContain(SECRET);
    }

    @Test
    void bytesAndZerosInPathsGainNothing() throws Exception {
        assertThat(run("open(b'" + secret + "').read()")).contains("PermissionError");
        assertThat(run("open('x\\0" + secret + "').read()")).contains("Error").doesNotContain(SECRET);
    }

    @Test
    void linksCanNotBeMade() throws Exception {
        assertThat(run("import os\nos.symlink('" + secret + "', 'link')")).contains("PermissionError");
        assertThat(run("import os\nos.link('" + secret + "', 'link')")).contains("PermissionError");
    }

    @Test
    void aLinkInATarIsNotMade() throws Exception {
        assertThat(run("""
                import io, tarfile
                b = io.BytesIO()
                with tarfile.open(fileobj=b, mode='w') as t:
                    i = tarfile.TarInfo('taken')
                    i.type, i.linkname = tarfile.SYMTYPE, '%s'
                    t.addfile(i)
                b.seek(0)
                tarfile.open(fileobj=b).extractall()""".formatted(secret))).doesNotContain("Traceback", "stopped");
        assertThat(home.resolve("session/taken")).doesNotExist();
    }

    @Test
    void aZipDoesNotSlipOut() throws Exception {
        assertThat(run("""
                import io, zipfile
                b = io.BytesIO()
                with zipfile.ZipFile(b, 'w') as z:
                    z.writestr('../../slipped.txt', 'x')
                    z.writestr('%s', 'overwritten')
                zipfile.ZipFile(b).extractall()
                'done'""".formatted(secret))).startsWith("'done'");
        run("import shutil\nshutil.rmtree('" + secret.getName(0) + "', ignore_errors=True)");
    }

    @Test
    void temporaryFilesStayInTheFolder() throws Exception {
        assertThat(run("import tempfile\nf = tempfile.NamedTemporaryFile()\nf.name"))
                .startsWith("'/mnt/data/");
        assertThat(run("import tempfile\ntempfile.mkdtemp(dir='" + home + "')")).contains("PermissionError");
    }

    @Test
    void treesOutsideAreNotCopiedOrRemoved() throws Exception {
        assertThat(run("import shutil\nshutil.rmtree('" + home + "')")).contains("Error");
        assertThat(run("import shutil\nshutil.copytree('" + home + "', 'stolen')"))
                .contains("Error");
        assertThat(run("import shutil\nshutil.move('x', '" + home + "/moved')")).contains("Error");
    }

    @Test
    void theFolderItselfCanNotBeRemovedOrMoved() throws Exception {
        assertThat(run("import os\nos.rmdir('/mnt/data')")).contains("Error");
        assertThat(run("import os\nos.rename('/mnt/data', '/mnt/other')")).contains("Error");
    }

    @Test
    void theWorkingFolderCanNotLeave() throws Exception {
        assertThat(run("import os\nos.chdir('/etc')")).contains("Error");
        assertThat(run("import os\nos.chroot('/mnt')")).contains("Error");
    }

    @Test
    void procAndDevAreNotThere() throws Exception {
        for (String path : new String[] {
            "/proc/self/environ",
            "/proc/self/mem",
            "/proc/self/fd/0",
            "/proc/1/root/etc/passwd",
            "/dev/mem",
            "/dev/stdin"
        }) {
            assertThat(run("open('" + path + "', 'rb').read()")).as(path).contains("PermissionError");
        }
    }

    @Test
    void fileDescriptorsAreThePythonsOwn() throws Exception {
        assertThat(run("""
                import os
                def held(fd):
                    try:
                        os.fstat(fd)
                        return os.read(fd, 100)
                    except OSError:
                        return b''
                [fd for fd in range(0, 64) if held(fd) not in (b'',)]""")).isEqualTo("[]");
    }

    @Test
    void framesWrittenToDescriptorOneAreOutput() throws Exception {
        run("import os\nos.write(1, b'\\x04\\x00\\x00\\x00\\x05faked')");
        assertThat(run("1 + 1")).isEqualTo("2");
    }

    @Test
    void closedDescriptorsDoNotSilenceTheSession() throws Exception {
        assertThat(run("import os\nos.close(0)\nos.close(1)\nos.close(2)\nprint('still here')"))
                .isEqualTo("still here");
    }

    @Test
    void devicesAndPipesCanNotBeMade() throws Exception {
        assertThat(run("import os\nos.mkfifo('pipe')")).contains("Error");
        assertThat(run("import os\nos.mknod('node')")).contains("Error");
    }

    @Test
    void databasesOutsideAreNotOpened() throws Exception {
        assertThat(run("import dbm.dumb\ndbm.dumb.open('" + home.resolve("database") + "')"))
                .contains("PermissionError");
    }

    @Test
    void theSharedLibraryIsNotPoisoned() throws Exception {
        assertThat(run("import json, shutil\nopen(json.__file__, 'w')")).contains("PermissionError");
        assertThat(run("import os, json\nos.makedirs(os.path.join(os.path.dirname(json.__file__), '__pycache__x'))"))
                .contains("PermissionError");
    }

    @Test
    void noNameShowsWhereTheHostKeepsAnything() throws Exception {
        // In a session of its own: what other tests wrote in their code would be found in this one.
        ToolResult result = call(python, "names", """
                import decimal, email.message, json, sys, sysconfig, traceback
                seen = set()
                def walk(value, depth):
                    if isinstance(value, (str, bytes)):
                        seen.add(str(value))
                    elif depth:
                        if isinstance(value, dict):
                            parts = [*value.keys(), *value.values()]
                        elif isinstance(value, (list, tuple, set)):
                            parts = value
                        else:
                            parts = [getattr(getattr(value, '__code__', None), 'co_filename', None),
                                     *getattr(value, '__dict__', {}).values()]
                        for part in list(parts): walk(part, depth - 1)
                for module in list(sys.modules.values()):
                    walk(vars(module), 3)
                    walk([getattr(module, '__file__', ''), repr(module), repr(getattr(module, '__spec__', ''))], 1)
                walk([sysconfig.get_paths(), sysconfig.get_config_vars(), sys.path, sys.prefix, sys.executable], 2)
                try:
                    json.loads('{')
                except ValueError:
                    walk(traceback.format_exc(), 1)
                del module
                print(len(seen) > 1000)
                [name for name in seen if any(p in name for p in (%s))][:5]""".formatted(Stream.of(
                        TestPython.settings().places().cache(),
                        Path.of(System.getProperty("user.home"), "x").getParent(),
                        Path.of(System.getProperty("java.home")),
                        Path.of("").toAbsolutePath(),
                        home)
                .map(path -> "'" + path + "/'")
                .collect(Collectors.joining(", "))));
        assertThat(result.toObservation("c").text()).isEqualTo("True\n[]");
        assertThat(run("import json\njson.loads('{')"))
                .contains("File \"/usr/lib/python3.12/json/__init__.py\", line ");
    }

    // Other sessions and the environment

    @Test
    void anotherSessionsFilesAndVariablesAreNotReached() throws Exception {
        run("mine = 1");
        call(hasty, "hasty", "theirs = 2\nopen('theirs.txt', 'w').write('private')");
        assertThat(run("'theirs' in globals(), __import__('os').path.exists('/mnt/hasty/theirs.txt')"))
                .isEqualTo("(False, False)");
        assertThat(run("open('../hasty/theirs.txt').read()"))
                .contains("PermissionError")
                .doesNotContain("private\n");
        assertThat(run("open('" + home.resolve("hasty/theirs.txt") + "').read()"))
                .contains("PermissionError");
    }

    @Test
    void theEnvironmentIsNotInherited() throws Exception {
        assertThat(run("import os\nsorted(k for k in os.environ if k in "
                        + System.getenv().keySet().stream()
                                .filter(name -> name.matches("\\w+"))
                                .map(name -> "'" + name + "'")
                                .toList()
                        + ")"))
                .isEqualTo("[]");
        assertThat(run("import os\nos.path.expanduser('~/.ssh/id_rsa')")).doesNotContain("/root", "/home/");
    }

    // Code that hides in data or waits for later

    @Test
    void aPickleGainsNothing() throws Exception {
        assertThat(run("""
                import pickle
                class Evil:
                    def __reduce__(self):
                        return exec, ('import os; os.system(1)',)
                pickle.loads(pickle.dumps(Evil()))""")).contains("not allowed");
    }

    @Test
    void exitHandlersRunInTheSandbox() throws Exception {
        assertThat(run("import atexit\natexit.register(lambda: open('" + home.resolve("at-exit")
                        + "', 'w'))\natexit._run_exitfuncs()"))
                .doesNotContain("internal");
    }

    @Test
    void anEndlessFinalizerHoldsNothingUp() throws Exception {
        assertThat(run("""
                class F:
                    def __del__(self):
                        raise SystemExit(1)
                f = F()
                del f
                import gc
                gc.collect()""")).isIn("0", "[no output]");
    }

    @Test
    void aTracerEndsWithItsCell() throws Exception {
        assertThat(run("""
                import sys
                def tracer(frame, event, argument):
                    print('traced', event)
                    return tracer
                sys.settrace(tracer)
                sys.setprofile(tracer)""")).doesNotContain("Error");
        assertThat(run("def f(): return 1\nf()")).isEqualTo("1");
    }

    @Test
    void anEndlessTracerIsStopped() throws Exception {
        assertThat(stopped("""
                import sys
                def tracer(*a):
                    while True: pass
                sys.settrace(tracer)
                (lambda: 1)()""")).contains("Variables are kept");
    }

    @Test
    void importHooksSeeOnlyTheSession() throws Exception {
        assertThat(run("""
                import sys
                class Hook:
                    def find_spec(self, name, path, target=None):
                        print('asked for', name)
                sys.meta_path.insert(0, Hook())
                try:
                    import nothing_like_this
                except ImportError:
                    pass
                finally:
                    del sys.meta_path[0]""")).isEqualTo("asked for nothing_like_this");
    }

    @Test
    void aModuleInTheFolderDoesNotReplaceTheLibrarys() throws Exception {
        assertThat(run("""
                open('/mnt/data/colorsys.py', 'w').write('taken = True')
                import colorsys
                hasattr(colorsys, 'taken')""")).startsWith("False");
    }

    // Leaving

    @Test
    void sysExitEndsTheCellOnly() throws Exception {
        assertThat(run("import sys\nsys.exit('bye')")).isEqualTo("bye");
    }

    @Test
    void aRaisedInterruptIsAnError() throws Exception {
        assertThat(run("raise KeyboardInterrupt")).endsWith("KeyboardInterrupt");
    }

    @Test
    void printThatWasReplacedIsTheSessionsOwn() throws Exception {
        assertThat(run("import sys\nclass W:\n    def write(self, t): raise ValueError\nsys.stdout = W()\nprint('x')"))
                .contains("Error");
        assertThat(run("print('back')")).isEqualTo("back");
    }

    @Test
    void closedOutputStaysOpen() throws Exception {
        assertThat(run("import sys\nsys.stdout.close()\nsys.stderr.close()\nprint('open')"))
                .isEqualTo("open");
    }

    // Time

    @Test
    void sleepingPastTheDeadlineIsStopped() throws Exception {
        assertThat(stopped("import time\ntime.sleep(600)")).contains("Variables are kept");
    }

    @Test
    void catchingTheInterruptDoesNotHelp() throws Exception {
        assertThat(stopped("""
                import time
                while True:
                    try:
                        time.sleep(600)
                    except BaseException:
                        pass""")).contains("Variables are kept");
    }

    @Test
    void finallyIsNoShelter() throws Exception {
        assertThat(stopped("try:\n    while True: pass\nfinally:\n    while True: pass"))
                .contains("Variables are kept");
    }

    @Test
    void endlessOutputIsCut() throws Exception {
        String text = stopped("while True: print('x' * 1000)");
        assertThat(text).contains("bytes of output left out");
        assertThat(text.length()).isLessThan(21_000);
    }

    @Test
    void aRegexBombIsStoppedOrHarmless() throws Exception {
        // GraalPy's engine finds that nothing can match; the pattern with a back-reference must backtrack.
        assertThat(call(hasty, "hasty", "import re\nre.match(r'(a+)+\\1$', 'a' * 40 + 'b')"))
                .satisfies(result ->
                        assertThat(result.toObservation("c").text()).containsAnyOf("time limit", "[no output]"));
        theHastySessionGoesOn();
    }

    @Test
    void aHugePowerIsKilled() throws Exception {
        assertThat(stopped("7 ** 10 ** 9")).contains("all variables are gone");
    }

    @Test
    void aHugeNumberIsNotPrinted() throws Exception {
        assertThat(run("int('9' * 10 ** 6)")).contains("ValueError: Exceeds the limit");
    }

    // Memory

    @Test
    void aMemoryBombIsReported() throws Exception {
        assertThat(overLimit("bomb = []\nwhile True: bomb.append(bytearray(10 ** 7))"))
                .containsAnyOf("256 MB of memory", "time limit");
    }

    @Test
    void aHugeListIsReported() throws Exception {
        assertThat(overLimit("[0] * 10 ** 9")).containsAnyOf("256 MB of memory", "time limit");
    }

    @Test
    void aHugeArrayOfNumbersIsReported() throws Exception {
        assertThat(overLimit("import array\narray.array('d', [0]) * 10 ** 9"))
                .containsAnyOf("256 MB of memory", "time limit");
    }

    @Test
    void aBufferBeyondAnIntIsRefused() throws Exception {
        assertThat(run("bytearray(10 ** 10)")).contains("OverflowError");
        assertThat(run("'x' * 2 ** 40")).contains("OverflowError");
    }

    @Test
    void aUnicodeBombIsReported() throws Exception {
        assertThat(overLimit("import unicodedata\nunicodedata.normalize('NFKC', '\\ufdfa' * 10 ** 7)"))
                .containsAnyOf("256 MB of memory", "time limit");
    }

    @Test
    void aZipBombIsReported() throws Exception {
        assertThat(overLimit("""
                import zlib
                c = zlib.compressobj(9)
                bomb = b''.join([c.compress(bytes(10 ** 6)) for i in range(600)] + [c.flush()])
                zlib.decompress(bomb)""")).containsAnyOf("256 MB of memory", "time limit");
    }

    // Depth

    @Test
    void deepRecursionIsAnError() throws Exception {
        assertThat(run("def deep(): deep()\ndeep()")).contains("RecursionError");
    }

    @Test
    void aDeepExpressionIsAnErrorOrAValue() throws Exception {
        assertThat(run("eval('(' * 10000 + '1' + ')' * 10000)")).contains("SyntaxError");
        assertThat(run("eval('-' * 10000 + '1')")).containsAnyOf("1", "Error");
    }

    @Test
    void deepJsonEndsInAValueOrAnError() throws Exception {
        assertThat(run("import json\nlen(json.loads('[' * 5000 + ']' * 5000))")).containsAnyOf("1", "RecursionError");
    }

    @Test
    void theReprOfADeepListEndsInAValueOrAnError() throws Exception {
        assertThat(run("x = []\nfor i in range(5000): x = [x]\nlen(repr(x))")).containsAnyOf("10002", "RecursionError");
        run("x = None");
    }

    // Disk

    @Test
    void aFullDiskIsAnError() throws Exception {
        assertThat(run("with open('big', 'wb') as f:\n    while True: f.write(bytes(100_000))"))
                .contains("No space left on device");
        assertThat(Files.size(home.resolve("session/big"))).isLessThanOrEqualTo(1 << 20);
        run("import os\nos.remove('big')");
    }

    @Test
    void aSparseFileCountsAsIfItWereWritten() throws Exception {
        run("""
                try:
                    with open('sparse', 'wb') as f:
                        f.seek(10 ** 12)
                        f.write(b'x')
                except OSError as e:
                    print(e)""");
        assertThat(Files.size(home.resolve("session/sparse"))).isLessThanOrEqualTo(1 << 20);
        run("import os\nos.truncate('sparse', 10 ** 12)");
        assertThat(Files.size(home.resolve("session/sparse"))).isLessThanOrEqualTo(1 << 20);
        run("import os\nos.remove('sparse')");
    }

    @Test
    void leavingTheProcessIsToldAndTheNextCallSaysSo() throws Exception {
        ToolResult left = call(hasty, "hasty", "kept = 1\nimport os\nos._exit(3)");
        assertThat(left).isInstanceOf(ToolResult.Failed.class);
        assertThat(left.toObservation("c").text()).contains("all variables are gone");
        assertThat(call(hasty, "hasty", "'kept' in globals()")
                        .toObservation("c")
                        .text())
                .isEqualTo("[the interpreter was restarted: variables of earlier calls are gone, files are kept]\n"
                        + "False");
    }

    private static String lost(String code) throws InterruptedException {
        return failed(ToolResult.Kind.ERROR, code);
    }

    private static String stopped(String code) throws InterruptedException {
        return failed(ToolResult.Kind.TIMEOUT, code);
    }

    private static String overLimit(String code) throws InterruptedException {
        ToolResult result = call(hasty, "hasty", code);
        assertThat(result)
                .isInstanceOfSatisfying(
                        ToolResult.Failed.class,
                        failed -> assertThat(failed.kind())
                                .isIn(ToolResult.Kind.LIMIT_EXCEEDED, ToolResult.Kind.TIMEOUT));
        theHastySessionGoesOn();
        return result.toObservation("c").text();
    }

    private static String failed(ToolResult.Kind kind, String code) throws InterruptedException {
        ToolResult result = call(hasty, "hasty", code);
        assertThat(result)
                .isInstanceOfSatisfying(
                        ToolResult.Failed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(kind));
        theHastySessionGoesOn();
        return result.toObservation("c").text();
    }

    private static void theHastySessionGoesOn() throws InterruptedException {
        assertThat(call(hasty, "hasty", "bomb = None\n40 + 2")
                        .toObservation("c")
                        .text())
                .endsWith("42");
    }

    private static String run(String code) throws InterruptedException {
        ToolResult result = call(python, "session", code);
        assertThat(result).as(code).isInstanceOf(ToolResult.Ok.class);
        return result.toObservation("c").text();
    }

    private static ToolResult call(PythonTool tool, String session, String code) throws InterruptedException {
        return tool.call(code, new ToolContext(session, "call", home.resolve(session)));
    }
}
