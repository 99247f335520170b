package io.alltools.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.alltools.agent.Outcome;
import io.alltools.agent.RunResult;
import io.alltools.runtime.LoadListener;
import io.alltools.web.store.DataFolder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** glm-tiny with a service that an OpenAPI document describes and that runs on this machine. */
class PetStoreTest {

    @TempDir
    Path folder;

    /** Of its operations glm-tiny knows how to ask for the weather; that it takes this one of five is what is shown. */
    @Test
    void asksAPetStoreThatAnOpenApiDocumentDescribes() throws Exception {
        List<String> requests = Collections.synchronizedList(new ArrayList<>());
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            byte[] answer = "{\"city\": \"Paris\", \"temperature\": 21, \"condition\": \"sunny\"}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        store.start();
        Path document = Files.writeString(folder.resolve("petstore.json"), """
                {"openapi": "3.0.3", "info": {"title": "Pet store", "version": "1.0.0"},
                 "servers": [{"url": "http://127.0.0.1:%d/v1"}],
                 "paths": {
                   "/weather": {"get": {"operationId": "get_weather", "summary": "Get the current weather of a city.",
                     "parameters": [{"name": "city", "in": "query", "required": true, "schema": {"type": "string"}}]}},
                   "/pets": {
                     "get": {"operationId": "listPets", "summary": "List all pets",
                       "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}}]},
                     "post": {"operationId": "createPets", "summary": "Create a pet",
                       "requestBody": {"required": true, "content": {"application/json": {"schema": {
                         "type": "object", "required": ["name"],
                         "properties": {"name": {"type": "string"}, "tag": {"type": "string"}}}}}}}},
                   "/pets/{petId}": {
                     "parameters": [{"name": "petId", "in": "path", "required": true, "schema": {"type": "string"}}],
                     "get": {"operationId": "showPetById", "summary": "Info for a specific pet"},
                     "delete": {"operationId": "deletePet", "summary": "Delete a pet"}}}}""".formatted(
                        store.getAddress().getPort()));
        try (AllTools app = AllTools.open(
                new ProjectParts(Map.of()),
                Parts.Lifetime.SHORT,
                new DataFolder(folder.resolve("data")),
                ModelChoice.DEFAULT,
                LoadListener.silent(),
                List.of(document.toString()))) {
            RunResult result = app.run(RunOrder.of("What is the weather in Paris?"), entry -> {});
            assertThat(requests).containsExactly("GET /v1/weather?city=Paris");
            assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
            assertThat(result.answer()).contains("sunny").contains("21");
        } finally {
            store.stop(0);
        }
    }
}
