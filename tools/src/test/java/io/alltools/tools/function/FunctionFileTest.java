package io.alltools.tools.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import io.alltools.agent.Trust;
import io.alltools.tools.ToolFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionFileTest {

    @TempDir
    Path folder;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/echo", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer(exchange, 200, exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
        });
        server.createContext("/error", exchange -> answer(exchange, 500, "no such city"));
        server.createContext("/empty", exchange -> answer(exchange, 200, ""));
        server.createContext("/large", exchange -> answer(exchange, 200, "x".repeat(2 << 20)));
        server.createContext("/slow", exchange -> {
            try {
                Thread.sleep(3000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.setExecutor(Thread::startVirtualThread);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void argumentsArePostedAndTheBodyComesBack() throws Exception {
        Tool tool = load(entry("/echo", ", \"headers\": {\"Authorization\": \"Bearer ${TOKEN}\"}"));
        assertThat(tool.spec().kind()).isEqualTo(ToolSpec.Kind.FUNCTION);
        assertThat(tool.spec().name()).isEqualTo("get_weather");
        assertThat(tool.spec().parameters().path("required").get(0).asString()).isEqualTo("city");
        ToolResult result = call(tool, "{\"city\": \"北京\"}");
        assertThat(result).isInstanceOfSatisfying(ToolResult.Ok.class, ok -> {
            assertThat(ok.trust()).isEqualTo(Trust.UNTRUSTED);
            assertThat(ok.passages().getFirst().text()).isEqualTo("Bearer s$cret {\"city\": \"北京\"}");
        });
    }

    @Test
    void anObjectWithToolsIsReadToo() throws Exception {
        Path file = write("{\"tools\": [" + entry("/echo", "") + "]}");
        List<Tool> tools = ToolFile.open(file.toString(), name -> null);
        assertThat(tools).extracting(tool -> tool.spec().name()).containsExactly("get_weather");
        tools.forEach(Tool::close);
    }

    @Test
    void failuresSayWhatHappened() throws Exception {
        assertThat(call(load(entry("/error", "")), "{}"))
                .isEqualTo(
                        ToolResult.failed(ToolResult.Kind.ERROR, "get_weather answered with status 500: no such city"));
        assertThat(call(load(entry("/slow", ", \"timeoutSeconds\": 1")), "{}"))
                .isEqualTo(ToolResult.failed(ToolResult.Kind.TIMEOUT, "get_weather did not answer within 1.0 s"));
        assertThat(call(load(entry("/large", "")), "{}"))
                .isEqualTo(ToolResult.failed(
                        ToolResult.Kind.LIMIT_EXCEEDED, "get_weather answered with more than 1048576 bytes"));
        Tool tool = load(entry("/echo", ""));
        server.stop(0);
        assertThat(call(tool, "{}"))
                .isEqualTo(
                        ToolResult.failed(ToolResult.Kind.UNAVAILABLE, "get_weather can't be reached at the moment"));
    }

    @Test
    void anAnswerIsNeverEmpty() throws Exception {
        assertThat(call(load(entry("/empty", "")), "{}").toObservation("c").text())
                .isEqualTo("[empty answer]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ | not valid JSON",
                "{} | not a file of tools: expected an array of functions",
                "[1] | tools[0].type: expected \"function\", found nothing",
                "[{\"type\":\"function\"}] | tools[0].function.name: expected a string that is not empty, found nothing",
                "[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}] | tools[0] (f).endpoint.url: expected a string",
                "[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"array\"}}}]"
                        + " | tools[0] (f).function.parameters: expected a JSON Schema of type \"object\"",
                "[{\"type\":\"function\",\"function\":{\"name\":\"f\"},\"endpoint\":{\"url\":\"file:///x\"}}]"
                        + " | tools[0] (f).endpoint.url: expected a URL like",
                "[{\"type\":\"function\",\"function\":{\"name\":\"a b\"},\"endpoint\":{\"url\":\"http://x/\"}}]"
                        + " | tools[0].function.name: tool name \"a b\" is not usable",
                "[{\"type\":\"function\",\"function\":{\"name\":\"f\"},\"endpoint\":{\"url\":\"http://x/\",\"timeoutSeconds\":0}}]"
                        + " | timeoutSeconds: expected a whole number from 1 to 600, found 0",
                "[{\"type\":\"function\",\"function\":{\"name\":\"f\"},\"endpoint\":{\"url\":\"http://x/\",\"headers\":{\"A\":\"${NONE}\"}}}]"
                        + " | tools[0] (f).endpoint.headers.A: the environment variable NONE is not set",
                "[{\"type\":\"function\",\"function\":{\"name\":\"f\"},\"endpoint\":{\"url\":\"http://x/\",\"headers\":{\"Host\":\"a\"}}}]"
                        + " | headers.Host: this header can't be set",
            })
    void aBadFileIsNamedWithItsEntry(String json, String expected) throws Exception {
        Path file = write(json);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolFile.open(file.toString(), name -> null))
                .withMessageStartingWith(file + ": ")
                .withMessageContaining(expected);
    }

    @Test
    void theEndpointSaysWhatACallDoesAndWhereItSaysNothingAllIsExpected() throws Exception {
        assertThat(load(entry("/echo", "")).traits()).isEqualTo(Trait.UNKNOWN);
        assertThat(load(entry("/echo", ", \"traits\": [\"repeatable\", \"Sends_Data\"]"))
                        .traits())
                .containsExactlyInAnyOrder(Trait.REPEATABLE, Trait.SENDS_DATA);
        assertThat(load(entry("/echo", ", \"traits\": []")).traits()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load(entry("/echo", ", \"traits\": [\"harmless\"]")))
                .withMessageContaining("endpoint.traits: expected repeatable, parallel, changes_state")
                .withMessageContaining("harmless");
    }

    @Test
    void aMissingFileIsSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolFile.open(folder.resolve("none.json").toString(), name -> null))
                .withMessageEndingWith("none.json: there is no such file");
    }

    private String entry(String path, String more) {
        return """
                {"type": "function",
                 "function": {"name": "get_weather", "description": "The weather in a city",
                   "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}},
                 "endpoint": {"url": "http://127.0.0.1:%d%s"%s}}""".formatted(server.getAddress().getPort(), path, more);
    }

    private Tool load(String entry) throws IOException {
        return ToolFile.open(write("[" + entry + "]").toString(), Map.of("TOKEN", "s$cret")::get)
                .getFirst();
    }

    private static ToolResult call(Tool tool, String arguments) throws InterruptedException {
        try (tool) {
            return tool.call(arguments, new ToolContext("s", "c", Path.of("unused")));
        }
    }

    private Path write(String json) throws IOException {
        return Files.writeString(folder.resolve("tools.json"), json);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
