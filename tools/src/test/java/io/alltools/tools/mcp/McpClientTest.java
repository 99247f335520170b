package io.alltools.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.alltools.agent.Json;
import io.alltools.agent.Part;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Toolbox;
import io.alltools.agent.Trait;
import io.alltools.agent.Trust;
import io.alltools.tools.ToolFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Our client with servers of the official SDK, as processes. */
class McpClientTest {

    @TempDir
    Path folder;

    @Test
    void theToolsOfAProgramAreFunctions() throws Exception {
        try (Toolbox tools = open(Map.of("one", program(60)))) {
            assertThat(tools.specs())
                    .extracting(ToolSpec::name)
                    .containsExactlyInAnyOrder(
                            "echo", "environment", "picture", "fail", "one_python", "slow", "die", "grow");
            ToolSpec echo = tools.find("echo").orElseThrow().spec();
            assertThat(echo.description()).isEqualTo("does echo");
            assertThat(echo.parameters()
                            .path("properties")
                            .path("text")
                            .path("minLength")
                            .asInt())
                    .isEqualTo(1);

            assertThat(call(tools, "echo", "{\"text\": \"你好\"}")).isInstanceOfSatisfying(ToolResult.Ok.class, ok -> {
                assertThat(ok.trust()).isEqualTo(Trust.UNTRUSTED);
                assertThat(ok.passages().getFirst().text()).isEqualTo("你好");
            });
            assertThat(call(tools, "echo", "{\"text\": \"\"}"))
                    .isInstanceOfSatisfying(ToolResult.Failed.class, failed -> {
                        assertThat(failed.kind()).isEqualTo(ToolResult.Kind.INVALID_ARGUMENTS);
                        assertThat(failed.message()).contains("/text");
                    });
            assertThat(call(tools, "picture", "{\"text\": \"x\"}"))
                    .isInstanceOfSatisfying(
                            ToolResult.Ok.class,
                            ok -> assertThat(ok.passages().getFirst().content())
                                    .containsExactly(
                                            new Part.Text("a picture"),
                                            new Part.Image("data:image/png;base64,aGVsbG8="),
                                            new Part.Text("file:///notes.txt\nsome notes")));
            ToolResult failure = call(tools, "fail", "{\"text\": \"x\"}");
            assertThat(failure).isEqualTo(ToolResult.failed(ToolResult.Kind.ERROR, "the disk is full"));
            // Somebody else wrote the error's text.
            assertThat(failure.toObservation("c").trust()).isEqualTo(Trust.UNTRUSTED);
        }
    }

    @Test
    void aProgramGetsWhatTheSettingsNameOfTheEnvironment() throws Exception {
        ObjectNode server = program(60);
        server.putObject("env").put("GREETING", "${WORD}");
        try (Toolbox tools = open(Map.of("one", server))) {
            assertThat(text(tools, "environment", "GREETING")).isEqualTo("good day");
        }
    }

    @Test
    void equalNamesOfTwoServersAreToldApart() throws Exception {
        try (Toolbox tools = open(Map.of("one", program(60), "two", program(60)))) {
            assertThat(tools.specs()).extracting(ToolSpec::name).contains("one_echo", "two_echo");
            assertThat(text(tools, "two_echo", "hi")).isEqualTo("hi");
        }
    }

    @Test
    void aProgramDoesNotGetTheRestOfTheEnvironment() throws Exception {
        List<String> usual = List.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TERM");
        String other = System.getenv().keySet().stream()
                .filter(name -> !usual.contains(name))
                .findFirst()
                .orElseThrow();
        try (Toolbox tools = open(Map.of("one", program(60)))) {
            assertThat(text(tools, "environment", other)).isEqualTo("null");
            assertThat(text(tools, "environment", "PATH")).isEqualTo(System.getenv("PATH"));
        }
    }

    @Test
    void aCallThatTakesTooLongEndsAndTheServerGoesOn() throws Exception {
        try (Toolbox tools = open(Map.of("one", program(4)))) {
            assertThat(call(tools, "slow", "{\"text\": \"x\"}"))
                    .isEqualTo(
                            ToolResult.failed(ToolResult.Kind.TIMEOUT, "the MCP server one did not answer within 4 s"));
            assertThat(text(tools, "echo", "still there")).isEqualTo("still there");
        }
    }

    @Test
    void aServerThatDiesIsNamedAtOnceAndRunsAgainForTheNextCall() throws Exception {
        Path starts = folder.resolve("starts");
        try (Toolbox tools = open(Map.of("one", program(600, starts.toString())))) {
            assertThat(call(tools, "die", "{\"text\": \"x\"}"))
                    .isEqualTo(ToolResult.failed(
                            ToolResult.Kind.ERROR,
                            "the MCP server one ended with exit code 7: at 12:00 the disk was gone"));
            assertThat(text(tools, "echo", "back")).isEqualTo("back");
        }
        assertThat(Files.readAllLines(starts)).hasSize(2);
    }

    @Test
    void aServerThatAlwaysDiesIsNotStartedWithoutPause() throws Exception {
        Path starts = folder.resolve("starts");
        Path marker = folder.resolve("broken.sh");
        // Runs the server once; from then on the same program fails.
        Files.writeString(marker, """
                if [ -e "$1" ]; then set -- "$@" broken; fi
                exec "%s" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$CLASSES" %s "$@"
                """.formatted(
                        ProcessHandle.current().info().command().orElseThrow(), SdkServer.class.getName()));
        ObjectNode server = Json.object().put("command", "sh").put("timeoutSeconds", 60);
        server.putArray("args").add(marker.toString()).add(starts.toString());
        server.putObject("env").put("CLASSES", System.getProperty("java.class.path"));
        try (Toolbox tools = open(Map.of("one", server))) {
            text(tools, "die", "x");
            assertThat(text(tools, "echo", "x"))
                    .endsWith("the MCP server one ended with exit code 3: no license found");
            for (int i = 0; i < 50; i++) {
                assertThat(text(tools, "echo", "x"))
                        .startsWith("Error: the MCP server one ended with exit code 3: no license found");
            }
        }
        assertThat(Files.readAllLines(starts)).hasSizeLessThan(10);
    }

    @Test
    void aProgramThatSaysNothingIsGivenUpAndEnded() throws Exception {
        ObjectNode server = Json.object().put("command", "sleep").put("timeoutSeconds", 1);
        server.putArray("args").add("4242.25");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(Map.of("one", server)))
                .withMessageEndingWith("the MCP server one did not answer within 1 s");
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .noneMatch(child -> child.info().commandLine().orElse("").endsWith("sleep 4242.25"));
    }

    @Test
    void aChangedListOfToolsIsThereForTheNextRun() throws Exception {
        try (Toolbox tools = open(Map.of("one", program(60)))) {
            assertThat(tools.current()).isSameAs(tools);
            assertThat(text(tools, "grow", "x")).isEqualTo("grew");
            // The notice may come after the answer.
            for (int i = 0; i < 600 && tools.current().find("picture").isPresent(); i++) {
                Thread.sleep(50);
            }
            assertThat(tools.current().specs())
                    .extracting(ToolSpec::name)
                    .contains("grown")
                    .doesNotContain("picture");
            assertThat(text(tools.current(), "grown", "x")).isEqualTo("tall");
        }
    }

    @Test
    void whatAServerSaysOfItsToolsCountsOnlyWhereTheSettingsTrustIt() throws Exception {
        ObjectNode trusted = program(60).put("trusted", true);
        try (Toolbox tools = open(Map.of("known", trusted, "other", program(60)))) {
            assertThat(tools.find("known_echo").orElseThrow().traits())
                    .containsExactlyInAnyOrder(Trait.REPEATABLE, Trait.PARALLEL, Trait.READS_PRIVATE_DATA);
            assertThat(tools.find("known_fail").orElseThrow().traits())
                    .contains(Trait.CHANGES_STATE, Trait.SENDS_DATA)
                    .doesNotContain(Trait.REPEATABLE);
            assertThat(tools.find("other_echo").orElseThrow().traits()).isEqualTo(Trait.UNKNOWN);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"mcpServers\": {}} | mcpServers names no server",
                "{\"mcpServers\": {\"a\": {}}} | mcpServers.a.command: expected a string that is not empty, found nothing",
                "{\"mcpServers\": {\"a\": {\"command\": \"x\", \"args\": \"y\"}}} | mcpServers.a.args: expected an array",
                "{\"mcpServers\": {\"a\": {\"url\": \"ftp://x\"}}} | mcpServers.a.url: expected a URL like",
                "{\"mcpServers\": {\"a\": {\"url\": \"http://x/\", \"headers\": {\"A\": \"${NONE}\"}}}}"
                        + " | mcpServers.a.headers.A: the environment variable NONE is not set",
                "{\"mcpServers\": {\"a\": {\"command\": \"no-such-program-here\"}}}"
                        + " | the MCP server a can't be reached: IOException: there is no program",
                "{\"mcpServers\": {\"a\": {\"url\": \"http://127.0.0.1:1/mcp\", \"timeoutSeconds\": 5}}} | the MCP server a ",
            })
    void badSettingsAreToldInOneLine(String json, String expected) throws Exception {
        Path file = Files.writeString(folder.resolve("mcp.json"), json);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolFile.open(file.toString(), name -> null))
                .withMessageStartingWith(file + ": ")
                .withMessageContaining(expected);
    }

    private Toolbox open(Map<String, ObjectNode> servers) throws IOException {
        ObjectNode root = Json.object();
        ObjectNode named = root.putObject("mcpServers");
        servers.forEach(named::set);
        Path file = Files.writeString(folder.resolve("mcp.json"), root.toString());
        return new Toolbox(ToolFile.open(file.toString(), Map.of("WORD", "good day")::get));
    }

    private static ObjectNode program(int seconds, String... arguments) {
        ObjectNode server = Json.object();
        server.put("command", ProcessHandle.current().info().command().orElseThrow());
        List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SdkServer.class.getName())
                .forEach(server.withArray("args")::add);
        List.of(arguments).forEach(server.withArray("args")::add);
        return server.put("timeoutSeconds", seconds);
    }

    private static String text(Toolbox tools, String name, String text) throws InterruptedException {
        return call(tools, name, Json.object().put("text", text).toString())
                .toObservation("c")
                .text();
    }

    private static ToolResult call(Toolbox tools, String name, String arguments) throws InterruptedException {
        return tools.call(new ToolCall("c", name, arguments), new ToolContext("s", "c", Path.of("unused")));
    }
}
