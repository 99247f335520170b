package io.alltools.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.alltools.agent.JournalEntry;
import io.alltools.agent.Outcome;
import io.alltools.agent.RunEvent;
import io.alltools.agent.RunResult;
import io.alltools.runtime.LoadListener;
import io.alltools.web.server.WebServer;
import io.alltools.web.store.DataFolder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** glm-tiny behind this project's own API is the remote model of another application, which runs the tools. */
class RemoteEmbeddedModelTest {

    @TempDir
    Path folder;

    @Test
    void aRemoteModelCallsAFunctionThatRunsHere() throws Exception {
        HttpServer weather = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        weather.createContext("/", exchange -> {
            byte[] answer = "{\"city\": \"Paris\", \"temperature\": 21, \"condition\": \"sunny\"}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        weather.start();
        Path functions = Files.writeString(folder.resolve("weather.json"), """
                [{"type": "function",
                  "function": {"name": "get_weather", "description": "Get the current weather of a city.",
                               "parameters": {"type": "object", "properties": {"city": {"type": "string"}},
                                              "required": ["city"]}},
                  "endpoint": {"url": "http://localhost:%d/"}}]""".formatted(
                        weather.getAddress().getPort()));
        try (AllTools there = open("there", ModelChoice.DEFAULT, List.of());
                WebServer server = WebServer.start(there, "127.0.0.1", 0);
                AllTools here = open(
                        "here",
                        new ModelChoice(
                                "http://127.0.0.1:" + server.port() + "/v1#glm-tiny", "cpu", "auto", 0, 0, 0, "auto"),
                        List.of(functions.toString()))) {
            List<JournalEntry> events = new ArrayList<>();
            RunResult result = here.run(RunOrder.of("What is the weather in Paris?"), events::add);
            assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
            assertThat(result.answer()).contains("21");
            assertThat(events)
                    .filteredOn(entry -> entry.event() instanceof RunEvent.ToolCallStarted)
                    .hasSize(1);
        } finally {
            weather.stop(0);
        }
    }

    private AllTools open(String name, ModelChoice model, List<String> tools) {
        return AllTools.open(
                new ProjectParts(Map.of()),
                Parts.Lifetime.SHORT,
                new DataFolder(folder.resolve(name)),
                model,
                LoadListener.silent(),
                tools);
    }
}
