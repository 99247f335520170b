package io.alltools.web.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.web.EchoParts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls that ask, where a person sits at the terminal and where nobody does. */
@Timeout(60)
class TerminalApprovalTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String policy = "";

    @BeforeEach
    void aPolicyThatAsks() throws IOException {
        policy = write("policy.yaml", "[{tool: shout, verdict: ask}, {tool: from_file, verdict: ask}]");
    }

    @Test
    void yLetsTheCallRun() {
        assertThat(person("y\n", "ask", "--policy", policy, "call shout hi")).isZero();
        assertThat(text(err))
                .contains("may shout be called? the rule for shout says ask")
                .contains("\n    hi\n");
        assertThat(text(out)).contains("◀ HI");
    }

    @Test
    void nDeniesItAndTheModelGoesOn() {
        assertThat(person("n\n", "ask", "--policy", policy, "call shout hi")).isZero();
        assertThat(text(out)).contains("not permitted (the user said no)").doesNotContain("◀ HI");
    }

    @Test
    void eTakesOtherArguments() {
        assertThat(person("e\nbye\n", "ask", "--policy", policy, "call shout hi"))
                .isZero();
        assertThat(text(out)).contains("◀ BYE");
    }

    @Test
    void argumentsThatBreakTheSchemaAreSaidAndAskedForAgain() throws Exception {
        String functions = write("f.json", "[]");
        assertThat(person(
                        "e\n[1]\ne\n{\"a\": 1}\n",
                        "ask",
                        "--policy",
                        policy,
                        "--tools",
                        functions,
                        "call from_file {}"))
                .isZero();
        assertThat(text(err)).contains("could not be read: expected a JSON object, found array");
        assertThat(text(out)).contains("◀ {\"a\": 1}");
    }

    @Test
    void silenceAndOtherWordsAllowNothing() {
        assertThat(person("\nmaybe\n", "ask", "--policy", policy, "call shout hi"))
                .isZero();
        assertThat(text(err).split("y to allow it", -1)).hasSize(4);
        assertThat(text(out)).contains("not permitted (nobody is there to ask)").doesNotContain("◀ HI");
    }

    @Test
    void withoutATerminalItIsDeniedAndTheObservationSaysThatNobodyWasThere() {
        assertThat(run(false, stream("y\n"), "ask", "--policy", policy, "call shout hi"))
                .isZero();
        assertThat(text(out)).contains("not permitted (nobody is there to ask)").doesNotContain("◀ HI");
        assertThat(text(err)).isEqualTo("alltools: shout asks first: the rule for shout says ask\n");
    }

    @Test
    void yesAllowsWhatWouldAskAndNothingThatIsDenied() throws Exception {
        assertThat(run(false, stream(""), "ask", "--yes", "--policy", policy, "call shout hi"))
                .isZero();
        assertThat(text(out)).contains("◀ HI");
        out.reset();
        String denies = write("deny.yaml", "[{tool: shout, verdict: deny}]");
        assertThat(run(false, stream(""), "ask", "--yes", "--policy", denies, "call shout hi"))
                .isZero();
        assertThat(text(out)).contains("the rule for shout denies it").doesNotContain("◀ HI");
    }

    @Test
    void aCallCantHideWhatItWouldDo() {
        assertThat(person("n\n", "ask", "--policy", policy, "call shout a\u202Eb\u001b[2Jc"))
                .isZero();
        assertThat(text(err)).contains("a\\u{202e}b\\u{1b}[2Jc").doesNotContain("\u001b");
    }

    @Test
    void chatAsksBetweenItsLines() {
        assertThat(person("call shout hi\ny\nafter\n/exit\n", "chat", "--policy", policy))
                .isZero();
        assertThat(text(out)).contains("◀ HI").endsWith("after\n");
    }

    @Test
    void aRunThatIsStoppedWhileItAsksIsCancelled() throws Exception {
        try (PipedOutputStream silent = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(silent)) {
            CompletableFuture<Integer> exit = new CompletableFuture<>();
            // What Ctrl+C does: AskCommand interrupts its thread.
            Thread command = Thread.ofPlatform()
                    .start(() -> exit.complete(run(true, in, "ask", "--policy", policy, "call shout hi")));
            while (!text(err).contains("y to allow it")) {
                Thread.sleep(10);
            }
            command.interrupt();
            assertThat(exit.get()).isEqualTo(CommandLineApp.STOPPED);
        }
    }

    @Test
    void aBrokenPolicyIsToldInOneLine() throws Exception {
        String broken = write("broken.yaml", "[{tool: shout, verdict: perhaps}]");
        for (String command : new String[] {"ask --policy FILE hi", "chat --policy FILE", "serve --policy FILE"}) {
            err.reset();
            assertThat(run(false, stream(""), command.replace("FILE", broken).split(" ")))
                    .isEqualTo(1);
            assertThat(text(err)).contains("broken.yaml: rules[0].verdict is \"perhaps\"");
            assertThat(text(err).lines()).hasSize(1);
        }
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int person(String types, String... args) {
        return run(true, stream(types), args);
    }

    private int run(boolean interactive, InputStream in, String... args) {
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.reader(in),
                interactive,
                false);
        return new CommandLineApp(
                        new CommandContext(new EchoParts(), Map.of("ALLTOOLS_HOME", folder.toString()), terminal))
                .run(args);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
