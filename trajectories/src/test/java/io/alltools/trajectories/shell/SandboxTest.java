package io.alltools.trajectories.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.alltools.trajectories.shell.file.FileTree;
import io.alltools.trajectories.shell.process.LimitException.Kind;
import io.alltools.trajectories.shell.process.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxTest {

    private static Sandbox sandbox() {
        return new Sandbox(Instant.parse("2024-05-01T09:00:00Z"), Limits.DEFAULT, FileTree.Quota.DEFAULT);
    }

    private static String output(String script) throws InterruptedException {
        return sandbox().run(script).output();
    }

    @Test
    void theSessionKeepsFolderVariablesAndFunctions() throws InterruptedException {
        Sandbox sandbox = sandbox();
        sandbox.run("cd /tmp; x=1; f() { echo f$x; }; export E=e");
        assertThat(sandbox.run("pwd; f; printenv E").output()).isEqualTo("/tmp\nf1\ne\n");
        assertThat(sandbox.run("exit 3").status()).isEqualTo(3);
        assertThat(sandbox.run("pwd; echo [$x]").output()).isEqualTo("/root\n[]\n");
    }

    @Test
    void anUnknownCommandAndAnUnknownOptionAreNamed() throws InterruptedException {
        Sandbox.Result result = sandbox().run("frobnicate -x");
        assertThat(result.output()).isEqualTo("bash: frobnicate: command not found\n");
        assertThat(result.status()).isEqualTo(127);
        assertThat(output("ls --hyperlink")).startsWith("ls: option --hyperlink is not supported here; there are");
        assertThat(output("sort -R x")).contains("option -R is not supported here");
        assertThat(output("sleep 5 &")).contains("background jobs (&) are not supported");
    }

    @Test
    void aDescriptorOfOnesOwnOpensAFileToWhichNothingIsWritten() throws InterruptedException {
        assertThat(
                        output(
                                "echo old > /tmp/a; echo kept > /tmp/b; echo 123>/tmp/a; echo x 4>>/tmp/b; cat /tmp/a /tmp/b; ls /tmp"))
                .isEqualTo("\nx\nkept\na\nb\n");
        assertThat(output("echo 123 >/tmp/a; cat /tmp/a")).isEqualTo("123\n");
        for (String script :
                List.of("cat 3</tmp/a", "echo x 3>&1", "echo x 1024>/tmp/a", "echo x 99999999999>/tmp/a")) {
            assertThat(output(script)).as(script).contains("file descriptors above 2 can't be read or copied");
        }
    }

    @Test
    void textOutsideOfAsciiIsKept() throws InterruptedException {
        assertThat(output("echo 'grüße 世界 🙂' > /tmp/ü; cat /tmp/*; ls /tmp")).isEqualTo("grüße 世界 🙂\nü\n");
    }

    @Test
    void permissionsHoldForOthersThanRoot() throws InterruptedException {
        Sandbox sandbox = sandbox();
        sandbox.run(
                "useradd -m jo; echo secret > /root/s; echo mine > /home/jo/m; chown jo /home/jo/m; chmod 600 /home/jo/m");
        assertThat(sandbox.run("su jo -c 'cat /root/s; cat /home/jo/m; echo x > /etc/passwd; rm -rf /etc'")
                        .output())
                .contains("cat: /root/s: Permission denied", "mine", "/etc/passwd: Permission denied");
        assertThat(sandbox.run("id jo; ls -l /home/jo/m | cut -c1-24; sudo -u jo whoami")
                        .output())
                .isEqualTo("uid=1000(jo) gid=1000(jo) groups=1000(jo)\n-rw------- 1 jo root 5 M\njo\n");
    }

    @Test
    void theClockIsTheMachinesOwn() throws InterruptedException {
        assertThat(output("date +%F; sleep 2d; date +%F")).isEqualTo("2024-05-01\n2024-05-03\n");
    }

    @Test
    void aRunIsReproducible() throws InterruptedException {
        String script =
                "for i in 1 2 3; do echo $RANDOM; done; mktemp; seq 500 | awk '{print rand()}' | sort | head -3; ls -la --full-time / | tail -3";
        assertThat(output(script)).isEqualTo(output(script));
    }

    @ParameterizedTest
    @Timeout(60)
    @CsvSource(
            delimiter = '#',
            value = {
                "while true; do :; done # STEPS",
                "until false; do x=1; done # STEPS",
                "for ((;;)); do :; done # STEPS",
                "yes # OUTPUT",
                "yes > /dev/null # STEPS",
                "yes | cat | grep n # STEPS",
                "x=$(yes) # TEXT",
                "cat /dev/zero | tail -1 # TEXT",
                "f() { f; }; f # DEPTH",
                "f() { f | f; }; f # DEPTH",
                "echo 'bash /tmp/a' > /tmp/a; bash /tmp/a # DEPTH",
                "echo {1..999999999} # WORDS",
                "echo {a,b,c,d,e,f,g,h}{a,b,c,d,e,f,g,h}{a,b,c,d,e,f,g,h}{a,b,c,d,e,f,g,h}{a,b,c,d,e,f,g,h}{a,b,c,d,e,f,g,h}{a,b,c,d,e,f,g,h} # WORDS",
                "cd /usr/bin; echo /usr/bin/*/../../bin/* /*/../*/../*/../*/../*/../* # WORDS",
                "echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | grep -E '^(a+)+\\1b' # STEPS",
                "x=aaaaaaaaaa; while :; do x=$x$x; done # TEXT",
                "awk 'BEGIN { while (1) x = x \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" }' # TEXT",
                "awk 'BEGIN { for (;;) i++ }' # STEPS",
                "awk 'function f(x) { return f(x) } BEGIN { f(1) }' # DEPTH",
                "echo a | sed ':x; b x' # STEPS",
                "echo a | sed ':x; s/a/aa/g; b x' # TEXT",
                "seq 1 999999999 > /dev/null # STEPS",
                "for i in 1 2 3 4 5 6 7 8 9; do find / -exec find / \\;; done # OUTPUT",
            })
    void whatWouldNotEndIsEnded(String script, Kind kind) throws InterruptedException {
        // Smaller limits than the usual ones end the same scripts sooner.
        Limits limits = new Limits(4_000_000, 100_000, 100_000, 5_000, 100, java.time.Duration.ofSeconds(30));
        Sandbox sandbox = new Sandbox(Instant.EPOCH, limits, FileTree.Quota.DEFAULT);
        Sandbox.Result result = sandbox.run(script);
        assertThat(result.ended()).isEqualTo(kind);
        assertThat(result.status()).isEqualTo(137);
        assertThat(result.output()).contains("bash: the script was ended: ").endsWith("\n");
    }

    /** A mistake in a script is the script's failure, never the sandbox's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "find . -user",
                "find . -perm ''",
                "sed s",
                "sed y",
                "sed '1,'",
                "awk '{'",
                "printf '%z'",
                "tr a-",
                "${",
                "echo ${x[",
                "[[ a",
                "sort -t",
                "date -d '2024-13-45'",
                "echo $((1/0))",
                "grep '['",
                "chmod '' x",
                "a[-1]=2",
                "echo ${x:a b}",
                "f(",
                "cut -c0",
                "seq 1 0 5",
                "test -f a b"
            })
    void whatIsWrongIsSaid(String script) throws InterruptedException {
        Sandbox.Result result = sandbox().run(script);
        assertThat(result.status()).isNotZero();
        assertThat(result.ended()).isNull();
        assertThat(result.output()).isNotBlank();
    }

    @ParameterizedTest
    @Timeout(60)
    @ValueSource(
            strings = {
                "yes > /tmp/full",
                "cat /dev/zero > /tmp/full",
                "truncate -s 900G /tmp/full",
                "i=0; while :; do i=$((i+1)); : > /tmp/f$i || break; done",
            })
    void theDiskIsBounded(String script) throws InterruptedException {
        Sandbox sandbox = new Sandbox(Instant.EPOCH, Limits.DEFAULT, new FileTree.Quota(1 << 20, 1000, 100));
        assertThat(sandbox.run(script).output())
                .contains("No space left on device")
                .hasLineCount(1);
        assertThat(sandbox.run("rm -f /tmp/*; echo ok > /tmp/a; cat /tmp/a").output())
                .isEqualTo("ok\n");
    }

    @Test
    void foldersAreOnlySoDeep() throws InterruptedException {
        assertThat(output("for i in $(seq 200); do mkdir d && cd d || break; done; pwd | tr -cd / | wc -c"))
                .contains("File name too long")
                .endsWith("100\n");
    }

    @Test
    @Timeout(30)
    void anInterruptStopsAScript() throws InterruptedException {
        Sandbox sandbox = new Sandbox(
                Instant.EPOCH,
                new Limits(Long.MAX_VALUE, 1 << 20, 1 << 20, 1000, 50, java.time.Duration.ofMinutes(5)),
                FileTree.Quota.DEFAULT);
        Thread caller = Thread.currentThread();
        Thread.startVirtualThread(() -> {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            caller.interrupt();
        });
        assertThatThrownBy(() -> sandbox.run("yes | while read x; do :; done"))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void timeEndsWhatStepsDoNot() throws InterruptedException {
        Sandbox sandbox = new Sandbox(
                Instant.EPOCH,
                new Limits(Long.MAX_VALUE, 1 << 20, 1 << 20, 1000, 50, java.time.Duration.ofMillis(200)),
                FileTree.Quota.DEFAULT);
        assertThat(sandbox.run("while :; do :; done").ended()).isEqualTo(Kind.TIME);
    }

    @Test
    void nothingOfTheHostCanBeRead(@TempDir Path folder) throws IOException, InterruptedException {
        Path secret = Files.writeString(folder.resolve("secret"), "host-secret");
        for (String script : List.of(
                "cat " + secret,
                "cat /../../.." + secret,
                "ln -s " + secret + " /tmp/l; cat /tmp/l",
                "ls " + folder,
                "cd " + folder,
                "source " + secret,
                "bash " + secret,
                "awk '{print}' " + secret,
                "awk 'BEGIN { while ((getline x < \"" + secret + "\") > 0) print x }'",
                "sed -n p " + secret,
                "sed 'r " + secret + "' <<< x | tail -n +2",
                "grep -r host /",
                "find / -name secret",
                "echo " + folder + "/*",
                "read x < " + secret,
                "cp " + secret + " /tmp/x")) {
            assertThat(output(script)).as(script).doesNotContain("host-secret");
            assertThat(sandbox().run("[ -e " + secret + " ]").status()).isEqualTo(1);
        }
        assertThat(output("env; set; cat /proc/self/environ /proc/version; hostname; id"))
                .doesNotContain(System.getProperty("java.home"), System.getProperty("user.dir"));
        sandbox()
                .run("echo planted > " + folder + "/planted; mkdir -p " + folder + "; echo planted > " + folder
                        + "/planted");
        assertThat(folder.resolve("planted")).doesNotExist();
        assertThat(output("java -version; cat < /dev/tcp/127.0.0.1/80")).contains("java: command not found");
    }

    /** Outputs were recorded from bash 5.2 with GNU programs and mawk; -Dshell.record=true records them anew. */
    @Test
    void scriptsPrintWhatBashPrints() throws IOException, InterruptedException {
        List<String> scripts = List.of(resource("scripts.txt").split("\n---\n", -1));
        List<String> recorded = List.of(resource("outputs.txt").split("\n=====\n", -1));
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < scripts.size(); i++) {
            Sandbox sandbox = sandbox();
            sandbox.run("mkdir /w; cd /w");
            Sandbox.Result result = sandbox.run(scripts.get(i));
            String printed = result.status() + "\n" + result.output().replaceAll("(?m)^bash: line \\d+: ", "bash: ");
            if (!printed.equals(recorded.get(i))) {
                wrong.add(scripts.get(i) + "\nexpected " + recorded.get(i) + "\nfound " + printed);
            }
        }
        assertThat(scripts).hasSizeGreaterThan(100);
        assertThat(wrong).isEmpty();
    }

    @Test
    void theRecordedOutputsAreThoseOfBash(@TempDir Path folder) throws IOException, InterruptedException {
        assumeThat(Files.exists(Path.of("/usr/bin/bash")) && Files.exists(Path.of("/usr/bin/mawk")))
                .as("bash and mawk are not here: the recorded outputs can't be checked")
                .isTrue();
        List<String> scripts = List.of(resource("scripts.txt").split("\n---\n", -1));
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < scripts.size(); i++) {
            ProcessBuilder builder = new ProcessBuilder("bash", "-c", scripts.get(i))
                    .directory(Files.createDirectory(folder.resolve("s" + i)).toFile())
                    .redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C");
            builder.environment().put("TZ", "UTC");
            java.lang.Process process = builder.start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // What bash says of -c is not what a session says; the echo of a wrong line is left out.
            String plain = text.replaceAll("(?m)^bash: (-c: )?line \\d+: `.*\n", "")
                    .replaceAll("(?m)^bash: (-c: )?line \\d+: ", "bash: ");
            outputs.add(process.waitFor() + "\n" + plain);
        }
        if (Boolean.getBoolean("shell.record")) {
            Files.writeString(
                    Path.of("src/test/resources/io/alltools/trajectories/shell/outputs.txt"),
                    String.join("\n=====\n", outputs));
            return;
        }
        assertThat(outputs).isEqualTo(List.of(resource("outputs.txt").split("\n=====\n", -1)));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = SandboxTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
