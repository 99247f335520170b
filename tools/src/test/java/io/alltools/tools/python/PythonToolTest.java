package io.alltools.tools.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Part;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cell gives back and what it can't reach; all cells run in one session, as starting one takes seconds. */
class PythonToolTest {

    @TempDir
    static Path folders;

    private static PythonTool python;

    @BeforeAll
    static void create() {
        python = PythonTool.create(TestPython.settings().withSpares(0));
    }

    @AfterAll
    static void close() {
        python.close();
    }

    @Test
    void aFileThatNobodyClosesIsWrittenAllTheSame() throws Exception {
        assertThat(run("""
                open('unclosed.txt', 'w').write('all of it')
                open('unclosed.txt').read()""")).startsWith("'all of it'");
        assertThat(run("open('later.txt', 'w').write('kept')")).contains("later.txt (text/plain, 4 bytes)");
        assertThat(run("import pathlib\npathlib.Path('later.txt').read_text()")).isEqualTo("'kept'");
    }

    @Test
    void printsAreReturned() throws Exception {
        assertThat(run("print(48213 * 77)")).isEqualTo("3712401");
    }

    @Test
    void theLastExpressionIsShownBehindWhatWasPrinted() throws Exception {
        assertThat(run("print('first')\n'sec' + 'ond'")).isEqualTo("first\n'second'");
    }

    @Test
    void aLastExpressionOfNoneShowsNothing() throws Exception {
        assertThat(run("None")).isEqualTo("[no output]");
    }

    @Test
    void stateIsKeptThroughTheSession() throws Exception {
        run("import math\ndef area(r):\n    return round(math.pi * r * r, 2)");
        assertThat(run("area(2)")).isEqualTo("12.57");
    }

    @Test
    void aTracebackReadsAsCPythonPrintsIt() throws Exception {
        run("def half(x):\n    return 1 / x");
        assertThat(run("half(0)")).matches("""
                        Traceback \\(most recent call last\\):
                          File "<cell \\d+>", line 1, in <module>
                            half\\(0\\)
                          File "<cell \\d+>", line 2, in half
                            return 1 / x
                        (?s:.*)ZeroDivisionError: division by zero""").doesNotContain("java", "all tools");
    }

    @Test
    void aSyntaxErrorNamesItsLine() throws Exception {
        assertThat(run("x = 1\ny = (2")).contains("line 2", "SyntaxError").doesNotContain("Traceback (most", "java");
    }

    @Test
    void errorsAndPrintsKeepTheirOrder() throws Exception {
        assertThat(run("import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')"))
                .isEqualTo("a\nb\nc");
    }

    @Test
    void theStandardLibraryIsThere() throws Exception {
        assertThat(run("from datetime import date\n(date(2026, 3, 1) - date(2026, 2, 1)).days"))
                .isEqualTo("28");
        assertThat(run("import json, re, statistics\njson.dumps([statistics.mean([1, 2, 6]), re.sub('a', 'b', 'aa')])"))
                .isEqualTo("'[3, \"bb\"]'");
    }

    @Test
    void chineseTextGoesThereAndBack() throws Exception {
        assertThat(run("名字 = '智谱清言'\nprint(名字[::-1], len(名字))")).isEqualTo("言清谱智 4");
    }

    @Test
    void filesAreWrittenAndReadInMntData() throws Exception {
        assertThat(run("""
                        import os
                        with open('/mnt/data/表.csv', 'w') as f:
                            f.write('a,b\\n1,2\\n')
                        os.makedirs('sub/folder', exist_ok=True)
                        with open('sub/folder/x.txt', 'w') as f:
                            f.write('relative')
                        print(open('表.csv').read().splitlines(), open('/mnt/data/sub/folder/x.txt').read())
                        print(os.getcwd(), sorted(os.listdir('.')), os.path.exists('/mnt/data/sub'))""")).startsWith("['a,b', '1,2'] relative\n/mnt/data ['sub', '表.csv'] True");
        assertThat(folders.resolve("shared/表.csv")).hasContent("a,b\n1,2\n");
        assertThat(folders.resolve("shared/sub/folder/x.txt")).hasContent("relative");
        assertThat(run("import shutil\nshutil.rmtree('sub')\nos.remove('表.csv')\nos.listdir()"))
                .isEqualTo("[]");
    }

    @Test
    void filesThatACellMadeOrChangedAreListedWithTypeAndSize() throws Exception {
        assertThat(run("for name in ('a.csv', 'b.bin'):\n    with open(name, 'w') as f: f.write('a,b')"))
                .isEqualTo("[files written to /mnt/data: a.csv (text/csv, 3 bytes), b.bin (application/octet-stream,"
                        + " 3 bytes)]");
        assertThat(run("open('a.csv').read()")).isEqualTo("'a,b'");
        Files.writeString(folders.resolve("shared/from outside.txt"), "in");
        assertThat(run("with open('a.csv', 'a') as f: f.write(',c')\nopen('from outside.txt').read()"))
                .isEqualTo("'in'\n[files written to /mnt/data: a.csv (text/csv, 5 bytes)]");
        assertThat(run("import os\nfor name in os.listdir(): os.remove(name)")).isEqualTo("[no output]");
    }

    @Test
    void anImageThatACellMadeIsAPartOfTheResult() throws Exception {
        ToolResult result = python.call(
                "with open('plot 1.png', 'wb') as f: f.write(b'not looked into')",
                new ToolContext("shared", "call", folders.resolve("shared")));
        assertThat(result)
                .isInstanceOfSatisfying(
                        ToolResult.Ok.class,
                        ok -> assertThat(ok.passages().getFirst().content())
                                .contains(new Part.Image("./plot%201.png")));
        run("import os\nos.remove('plot 1.png')");
    }

    @Test
    void asyncioRunsWithoutSockets() throws Exception {
        assertThat(run("""
                import asyncio
                async def one(i):
                    await asyncio.sleep(0.01)
                    return i
                async def main():
                    queue = asyncio.Queue()
                    await queue.put('queued')
                    print(await asyncio.gather(one(1), one(2)), await queue.get(), await asyncio.to_thread(len, 'abc'))
                    try:
                        await asyncio.wait_for(asyncio.sleep(100), 0.01)
                    except TimeoutError:
                        return 'in time'
                asyncio.run(main())""")).isEqualTo("[1, 2] queued 3\n'in time'");
    }

    @Test
    void archivesAreUnpackedWhateverTheyHold() throws Exception {
        assertThat(run("""
                import io, lzma, os, tarfile, warnings
                warnings.simplefilter('ignore')
                def archive(mode, **fields):
                    made = io.BytesIO()
                    with tarfile.open(fileobj=made, mode=mode) as tar:
                        info = tarfile.TarInfo('unpacked')
                        for name, value in fields.items(): setattr(info, name, value)
                        tar.addfile(info, io.BytesIO(bytes(3)))
                    return io.BytesIO(made.getvalue())
                for mode in ('w', 'w:gz', 'w:xz'):
                    tarfile.open(fileobj=archive(mode, size=3)).extractall()
                    print(os.path.getsize('unpacked'))
                    os.remove('unpacked')
                print(lzma.decompress(lzma.compress(b'old', format=lzma.FORMAT_ALONE)))
                tarfile.open(fileobj=archive('w', type=tarfile.SYMTYPE, linkname='/etc/passwd')).extractall()
                print(os.path.lexists('unpacked'))""")).isEqualTo("3\n3\n3\nb'old'\nFalse");
    }

    @Test
    void aMissingModuleSaysWhatIsThere() throws Exception {
        assertThat(run("import numpy"))
                .endsWith("ModuleNotFoundError: No module named 'numpy'; available beside the standard library:"
                        + " matplotlib.pyplot (nothing can be installed)");
        assertThat(run("try:\n    import numpy\nexcept ImportError:\n    print('without')"))
                .isEqualTo("without");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "open('/etc/passwd').read()",
                "open('../../../../etc/passwd').read()",
                "open('/mnt/data/../../etc/passwd').read()",
                "open('/proc/self/environ').read()",
                "open('/dev/fd/0').read()",
                "open('/tmp/alltools-escape', 'w').write('x')",
                "open('/mnt/escape', 'w').write('x')",
                "import os; os.listdir('/')",
                "import os; os.listdir('/root')",
                "import os; os.mkdir('/tmp/alltools-escape')",
                "import os; os.rename('/etc/hostname', 'hostname')",
                "import os; os.symlink('/etc/passwd', 'link')",
                "import os; os.link('/etc/passwd', 'link')",
                "import os; os.remove(os.__file__)",
                "import sys; f = open(sys.path[0] + '/os.py', 'a'); f.write('x'); f.close()",
            })
    void filesOutsideAreRefused(String code) throws Exception {
        assertThat(run(code)).contains("Error").contains("Traceback").doesNotContain("java");
        assertThat(Path.of("/tmp/alltools-escape")).doesNotExist();
    }

    @Test
    void aLinkOutOfTheFolderIsNotFollowed() throws Exception {
        run("1");
        Path secret = Files.writeString(folders.resolve("secret.txt"), "secret text");
        Files.createSymbolicLink(folders.resolve("shared/link"), secret);
        Files.createSymbolicLink(folders.resolve("shared/up"), folders);
        Files.createSymbolicLink(folders.resolve("shared/dangling"), folders.resolve("created.txt"));
        try {
            assertThat(run("open('link').read()")).contains("PermissionError").doesNotContain("secret text");
            assertThat(run("open('up/secret.txt').read()")).contains("PermissionError");
            assertThat(run("open('dangling', 'w').write('x')")).contains("PermissionError");
            assertThat(folders.resolve("created.txt")).doesNotExist();
            assertThat(secret).hasContent("secret text");
        } finally {
            for (String link : new String[] {"link", "up", "dangling"}) {
                Files.delete(folders.resolve("shared").resolve(link));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import socket; socket.create_connection(('127.0.0.1', 80), 1)",
                "import socket; socket.getaddrinfo('localhost', 80)",
                "import urllib.request; urllib.request.urlopen('http://127.0.0.1/')",
                "import subprocess; subprocess.run(['id'])",
                "import os; r = os.system('id')",
                "import os; os.fork()",
                "import os; os.execv('/bin/true', ['/bin/true'])",
                "import os; os.kill(os.getppid(), 9)",
                "import java; java.type('java.lang.System')",
                "import java.lang.System",
                "import polyglot; polyglot.eval(language='js', string='1')",
                "import polyglot; polyglot.export_value('x', 1); polyglot.import_value('x').nothing",
                "__graalpython__.java_type('java.lang.System')",
                "import ctypes; ctypes.CDLL('libc.so.6')",
            })
    void whatIsOutsidePythonIsRefused(String code) throws Exception {
        assertThat(run(code)).contains("Error").doesNotContain("uid=", "internal error");
    }

    @Test
    void theEnvironmentIsEmpty() throws Exception {
        assertThat(run("import os\n[k for k in os.environ if k in ('PATH', 'HOME', 'JAVA_HOME', 'LC_ALL')]"))
                .isEqualTo("[]");
    }

    @Test
    void aFloodOfOutputIsCutWithANotice() throws Exception {
        String text = run("for i in range(20000):\n    print('行', i)\n1 / 0");
        assertThat(text)
                .startsWith("行 0\n")
                .contains("bytes of output left out")
                .endsWith("ZeroDivisionError: division by zero")
                .doesNotContain("�");
        assertThat(text.length()).isLessThan(20_200);
    }

    @Test
    void printedFramesAreOnlyText() throws Exception {
        assertThat(run("import os\nos.write(1, b'\\x03\\x00\\x00\\x00\\x02no')\nprint('{\"kind\":\"DONE\"}')"))
                .contains("{\"kind\":\"DONE\"}");
        assertThat(run("1 + 1")).isEqualTo("2");
    }

    @Test
    void leavingWithSysExitKeepsTheSession() throws Exception {
        run("kept = 5\nimport sys");
        assertThat(run("sys.exit('wrong input')")).isEqualTo("wrong input");
        assertThat(run("kept")).isEqualTo("5");
    }

    @Test
    void theLibraryThatSessionsShareCanNotBeChanged() throws Exception {
        assertThat(run("""
                        import os, sys
                        for change in (
                            lambda p: open(p, 'a').close(),
                            lambda p: open(p, 'r+').close(),
                            lambda p: os.open(p, os.O_RDWR),
                            lambda p: os.truncate(p, 0),
                            lambda p: os.remove(p),
                            lambda p: os.rename(p, '/mnt/data/os.py'),
                            lambda p: os.rename('/mnt/data', p),
                            lambda p: os.chmod(p, 0o777),
                            lambda p: os.utime(p),
                            lambda p: os.mkdir(p + '.d'),
                        ):
                            try:
                                change(os.__file__)
                                print('changed')
                            except PermissionError:
                                pass""")).isEqualTo("[no output]");
    }

    @Test
    void shadowedBuiltinsBreakNothing() throws Exception {
        assertThat(run("import builtins\nsaved = builtins.print\nbuiltins.print = None\nlen = None\n40 + 2"))
                .isEqualTo("42");
        assertThat(run("builtins.print = saved\ndel len\n'ok'")).isEqualTo("'ok'");
    }

    @Test
    void deepRecursionIsAPythonError() throws Exception {
        assertThat(run("def deep(n):\n    return deep(n + 1)\ndeep(0)")).contains("RecursionError");
    }

    private static String run(String code) throws InterruptedException {
        ToolResult result = python.call(code, new ToolContext("shared", "call", folders.resolve("shared")));
        assertThat(result).isInstanceOf(ToolResult.Ok.class);
        return result.toObservation("call").text();
    }
}
