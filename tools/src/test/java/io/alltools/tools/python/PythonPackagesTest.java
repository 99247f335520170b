package io.alltools.tools.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages of a configured folder can be imported, and nothing but read. */
class PythonPackagesTest {

    private static final String SECRET = "the host's secret";

    @TempDir
    static Path home;

    private static Path packages;
    private static PythonTool python;

    @BeforeAll
    static void create() throws IOException {
        packages = home.resolve("packages");
        write("shapes/__init__.py", "from .area import square\n__version__ = '1.2'");
        write("shapes/area.py", "def square(x):\n    return x * x");
        write("shapes/data.txt", "data of the package");
        write("shapes-1.2.dist-info/METADATA", "Metadata-Version: 2.1\nName: shapes\nVersion: 1.2\n");
        write("single.py", "def fail():\n    raise ValueError('from a package')");
        write("fast/__init__.py", "from . import _core");
        write("fast/_core.cpython-312-x86_64-linux-gnu.so", "\u007fELF");
        write("faster.so", "\u007fELF");
        Path secret = Files.writeString(home.resolve("secret.py"), "secret = \"" + SECRET + "\"");
        Files.createSymbolicLink(packages.resolve("leak.py"), secret);
        Files.createSymbolicLink(packages.resolve("up"), home);
        Files.createSymbolicLink(packages.resolve("alias.py"), packages.resolve("single.py"));
        python = PythonTool.create(TestPython.settings().withSpares(0).withPackages(packages));
    }

    @AfterAll
    static void close() {
        python.close();
    }

    @Test
    void packagesAndSingleModulesAreImported() throws Exception {
        assertThat(run("import shapes, single, alias\nshapes.square(4), shapes.__file__"))
                .isEqualTo("(16, '/opt/python-packages/shapes/__init__.py')");
        assertThat(run("single.fail()"))
                .contains("  File \"/opt/python-packages/single.py\", line 2, in fail\n    raise ValueError(");
    }

    @Test
    void anUnpackedWheelHasItsFilesAndItsVersion() throws Exception {
        assertThat(run("""
                import importlib.metadata, importlib.resources
                print(importlib.metadata.version('shapes'))
                importlib.resources.files('shapes').joinpath('data.txt').read_text()""")).isEqualTo("1.2\n'data of the package'");
    }

    @Test
    void aMissingPackageSaysWhichThereAre() throws Exception {
        assertThat(run("import pandas"))
                .endsWith("ModuleNotFoundError: No module named 'pandas'; available beside the standard library: alias,"
                        + " fast, leak, matplotlib.pyplot, shapes, single, up (nothing can be installed)");
    }

    @Test
    void nativeCodeIsNamedAsTheReason() throws Exception {
        assertThat(run("import fast"))
                .endsWith(
                        "ImportError: fast._core needs native code (_core.cpython-312-x86_64-linux-gnu.so), which this"
                                + " interpreter does not load: only packages of pure Python can be used");
        assertThat(run("import faster")).contains("ImportError: faster needs native code (faster.so)");
    }

    @Test
    void aLinkThatLeadsOutOfTheFolderIsNotFollowed() throws Exception {
        assertThat(run("import leak\nleak.secret")).contains("Error").doesNotContain(SECRET);
        assertThat(run("open('/opt/python-packages/leak.py').read()"))
                .contains("PermissionError")
                .doesNotContain(SECRET);
        assertThat(run("open('/opt/python-packages/up/secret.py').read()"))
                .contains("PermissionError")
                .doesNotContain(SECRET);
        assertThat(run("import os\nos.listdir('/opt/python-packages/up')"))
                .contains("PermissionError")
                .doesNotContain("'packages'");
    }

    @Test
    void nothingInTheFolderIsChanged() throws Exception {
        assertThat(run("""
                import os, shutil
                place = '/opt/python-packages/'
                for change in (
                    lambda: open(place + 'single.py', 'a'),
                    lambda: open(place + 'new.py', 'w'),
                    lambda: os.remove(place + 'single.py'),
                    lambda: os.rename(place + 'single.py', '/mnt/data/taken.py'),
                    lambda: os.rename('/mnt/data', place + 'data'),
                    lambda: os.mkdir(place + 'new'),
                    lambda: os.chmod(place + 'single.py', 0o777),
                    lambda: os.utime(place + 'single.py'),
                    lambda: os.truncate(place + 'single.py', 0),
                    lambda: os.symlink('/etc', place + 'etc'),
                    lambda: shutil.rmtree(place),
                    lambda: open(place + '../../etc/passwd'),
                ):
                    try:
                        change()
                        print('changed')
                    except PermissionError:
                        pass""")).isEqualTo("[no output]");
        assertThat(packages.resolve("single.py")).content().startsWith("def fail");
        assertThat(packages.resolve("new.py")).doesNotExist();
    }

    @Test
    void aFolderThatIsNoneIsRefusedAtOnce() {
        Path missing = home.resolve("missing");
        assertThatThrownBy(() -> PythonSettings.defaults().withPackages(missing))
                .hasMessage("Python setting places.packages is " + missing
                        + ": expected a folder with Python packages, such as pip install --target makes");
    }

    private static void write(String path, String text) throws IOException {
        Path file = packages.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String run(String code) throws InterruptedException {
        ToolResult result = python.call(code, new ToolContext("session", "call", home.resolve("session")));
        assertThat(result).as(code).isInstanceOf(ToolResult.Ok.class);
        return result.toObservation("c").text();
    }
}
