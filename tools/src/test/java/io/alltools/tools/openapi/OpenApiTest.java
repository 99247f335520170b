package io.alltools.tools.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.alltools.agent.Json;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.Toolbox;
import io.alltools.agent.Trait;
import io.alltools.agent.Trust;
import io.alltools.tools.ToolFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenApiTest {

    @TempDir
    Path folder;

    private HttpServer server;
    private String url;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/petstore.json", exchange -> answer(exchange, 200, "application/json", text("petstore.json")));
        server.createContext("/v1", exchange -> {
            String path = exchange.getRequestURI().toString();
            if (path.startsWith("/v1/broken")) {
                answer(exchange, 401, "text/plain", "who are you");
                return;
            }
            // Says what came, so that a test sees exactly what was sent.
            var seen = Json.object()
                    .put("request", exchange.getRequestMethod() + " " + path)
                    .put("body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            for (String header : List.of("Authorization", "X-Trace", "X-Tenant", "Cookie", "Content-Type")) {
                String value = exchange.getRequestHeaders().getFirst(header);
                if (value != null) {
                    seen.put(header, value);
                }
            }
            answer(exchange, 200, "application/json", Json.write(seen));
        });
        server.setExecutor(Thread::startVirtualThread);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void eachOperationIsAFunction() {
        try (Toolbox tools = petstore("{}")) {
            assertThat(tools.specs())
                    .extracting(spec -> spec.name() + ": " + spec.description())
                    .containsExactly(
                            "listPets: List all pets",
                            "createPet: Create a pet",
                            "showPetById: Shows one pet",
                            "put_pets_petId: PUT /pets/{petId}",
                            "get_broken: GET /broken");
        }
    }

    @Test
    void parametersAndBodyBecomeOneSchemaWithoutReferencesOut() {
        try (Toolbox tools = petstore("{}")) {
            assertThat(schema(tools, "createPet")).isEqualTo(Json.parseObject("""
                    {"type": "object",
                     "properties": {
                       "name": {"type": "string"},
                       "nick": {"type": ["string", "null"]},
                       "kind": {"type": "string", "enum": ["cat", "dog"]},
                       "parent": {"type": "object", "properties":
                         {"name": {"type": "string"}, "parent": {"$ref": "#/$defs/Parent"}}}},
                     "required": ["name"],
                     "$defs": {"Parent": {"type": "object", "properties":
                         {"name": {"type": "string"}, "parent": {"$ref": "#/$defs/Parent"}}}}}"""));
            assertThat(schema(tools, "listPets").path("properties").path("limit"))
                    .isEqualTo(Json.parseObject(
                            "{\"type\": \"integer\", \"exclusiveMinimum\": 0, \"description\": \"How many\"}"));
            // The body may be left out as a whole, so it stays one argument.
            assertThat(schema(tools, "put_pets_petId").path("required")).hasToString("[\"petId\"]");
            assertThat(schema(tools, "put_pets_petId").path("properties").propertyNames())
                    .containsExactly("petId", "body");
        }
    }

    @Test
    void argumentsGoWhereTheDocumentSays() throws Exception {
        try (Toolbox tools = petstore("{}")) {
            assertThat(sent(tools, "listPets", """
                    {"limit": 3, "tags": ["a b", "c&d"], "ids": [1, 2], "filter": {"color": "red"},
                     "X-Trace": "t1", "flavour": "mint"}""")).isEqualTo(Json.parseObject("""
                    {"request": "GET /v1/pets?limit=3&tags=a%20b&tags=c%26d&ids=1%2C2&filter%5Bcolor%5D=red",
                     "body": "", "X-Trace": "t1", "Cookie": "flavour=mint"}"""));
            assertThat(sent(tools, "createPet", "{\"name\": \"小花\", \"kind\": \"cat\"}"))
                    .isEqualTo(Json.parseObject("""
                    {"request": "POST /v1/pets", "body": "{\\"name\\":\\"小花\\",\\"kind\\":\\"cat\\"}",
                     "Content-Type": "application/json"}"""));
            assertThat(sent(tools, "put_pets_petId", "{\"petId\": \"a/b ?\"}"))
                    .isEqualTo(Json.parseObject("{\"request\": \"PUT /v1/pets/a%2Fb%20%3F\", \"body\": \"\"}"));
        }
    }

    @Test
    void credentialsComeFromTheEnvironment() throws Exception {
        try (Toolbox tools = petstore("""
                {"key": "${KEY}", "login": "ann:${KEY}", "token": "${KEY}"}""")) {
            assertThat(sent(tools, "listPets", "{}").path("request").asString())
                    .isEqualTo("GET /v1/pets?api_key=s%24cret%26");
            assertThat(sent(tools, "createPet", "{\"name\": \"x\"}")
                            .path("Authorization")
                            .asString())
                    .isEqualTo("Basic YW5uOnMkY3JldCY=");
            assertThat(sent(tools, "put_pets_petId", "{\"petId\": \"1\"}")
                            .path("Authorization")
                            .asString())
                    .isEqualTo("Bearer s$cret&");
            assertThat(sent(tools, "showPetById", "{\"petId\": \"1\"}")
                            .path("request")
                            .asString())
                    .isEqualTo("GET /v1/pets/1");
        }
    }

    @Test
    void aValueCantLeadToAnotherOperation() throws Exception {
        try (Toolbox tools = petstore("{}")) {
            assertThat(call(tools, "showPetById", "{\"petId\": \"..\"}"))
                    .isEqualTo(ToolResult.failed(
                            ToolResult.Kind.INVALID_ARGUMENTS,
                            "the arguments of showPetById can't be sent: petId: \"..\" can't stand in a path, expected a"
                                    + " value that is not empty, . or .."));
            assertThat(call(tools, "listPets", "{\"X-Trace\": \"a\\r\\nHost: evil\"}"))
                    .isInstanceOfSatisfying(
                            ToolResult.Failed.class,
                            failed -> assertThat(failed.kind()).isEqualTo(ToolResult.Kind.INVALID_ARGUMENTS));
        }
    }

    @Test
    void aRefusalNamesTheCredentialsThatAreMissing() throws Exception {
        try (Toolbox tools = petstore("{}")) {
            assertThat(call(tools, "get_broken", "{}"))
                    .isEqualTo(
                            ToolResult.failed(
                                    ToolResult.Kind.ERROR,
                                    "get_broken answered with status 401: who are you (no credentials are configured for key)"));
        }
    }

    @Test
    void aLongAnswerIsLaidOutAndUntrusted() throws Exception {
        String id = "7".repeat(200);
        try (Toolbox tools = petstore("{}")) {
            assertThat(call(tools, "showPetById", "{\"petId\": \"" + id + "\"}"))
                    .isInstanceOfSatisfying(ToolResult.Ok.class, ok -> {
                        assertThat(ok.trust()).isEqualTo(Trust.UNTRUSTED);
                        assertThat(ok.passages().getFirst().text().lines())
                                .containsExactly(
                                        "{", "  \"request\" : \"GET /v1/pets/" + id + "\",", "  \"body\" : \"\"", "}");
                    });
            assertThat(call(tools, "showPetById", "{\"petId\": \"7\"}")
                            .toObservation("c")
                            .text())
                    .isEqualTo("{\"request\":\"GET /v1/pets/7\",\"body\":\"\"}");
        }
    }

    @Test
    void yamlOfVersion31WithSettingsThatChooseServerAndOperations() throws Exception {
        Files.writeString(folder.resolve("notes.yaml"), text("notes.yaml"));
        Path settings = Files.writeString(folder.resolve("notes.settings.yaml"), """
                document: notes.yaml
                server: %s/v1/
                operations: [notes.write]
                headers: {X-Tenant: '${TENANT}'}
                """.formatted(url));
        try (Toolbox tools = new Toolbox(ToolFile.open(settings.toString(), Map.of("TENANT", "7")::get))) {
            assertThat(schema(tools, "notes.write")).isEqualTo(Json.parseObject("""
                    {"type": "object",
                     "properties": {"id": {"type": "string"}, "id_query": {"type": "integer"},
                       "text": {"type": ["string", "null"]},
                       "owner": {"type": "string", "const": "me", "description": "Who wrote it"}},
                     "required": ["id"]}"""));
            assertThat(sent(
                            tools,
                            "notes.write",
                            "{\"id\": \"n\", \"id_query\": 2, \"text\": \"a=b\", \"owner\": \"me\"}"))
                    .isEqualTo(Json.parseObject("""
                    {"request": "POST /v1/notes/n?id=2", "body": "text=a%3Db&owner=me", "X-Tenant": "7",
                     "Content-Type": "application/x-www-form-urlencoded"}"""));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"swagger\": \"2.0\"} | Swagger 2.0 is not read: expected OpenAPI 3.0 or 3.1",
                "{\"openapi\": \"4.0\"} | OpenAPI version \"4.0\" is not read",
                "{\"openapi\": \"3.1.0\"} | no operation that can be called",
                "{\"openapi\": \"3.1.0\", \"paths\": {\"/a\": {\"get\": {}}}}"
                        + " | GET /a: the server URL \"/\" does not say where to call",
                "{\"openapi\": \"3.1.0\", \"servers\": [{\"url\": \"http://h/\"}], \"paths\": {\"/a\": {\"get\":"
                        + " {\"parameters\": [{\"$ref\": \"../x.yaml#/P\"}]}}}} | leads out of the document's folder",
                "{\"openapi\": \"3.1.0\", \"servers\": [{\"url\": \"http://h/\"}], \"paths\": {\"/a\": {\"get\":"
                        + " {\"parameters\": [{\"name\": \"q\", \"in\": \"body\"}]}}}} | expected path, query, header or cookie",
                "{\"document\": \"none.json\"} | none.json: there is no such file",
                "{\"document\": \"none.json\", \"auht\": {}} | unknown field \"auht\"",
            })
    void aBadDocumentIsToldInOneLine(String json, String expected) throws Exception {
        Path file = Files.writeString(folder.resolve("api.json"), json);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolFile.open(file.toString(), name -> null))
                .withMessageContaining(expected);
    }

    @Test
    void valuesOfAPathAreWrittenInTheStyleOfTheDocument() throws Exception {
        Path file = Files.writeString(folder.resolve("styles.json"), """
                {"openapi": "3.1.0", "servers": [{"url": "%s/v1"}],
                 "paths": {"/a{l}/b{m}/c{n}": {"get": {"operationId": "styled", "parameters": [
                   {"name": "l", "in": "path", "style": "label", "schema": {"type": "array"}},
                   {"name": "m", "in": "path", "style": "matrix", "explode": true, "schema": {"type": "array"}},
                   {"name": "n", "in": "path", "style": "matrix", "schema": {"type": "string"}}]}}}}""".formatted(url));
        try (Toolbox tools = new Toolbox(ToolFile.open(file.toString(), name -> null))) {
            assertThat(sent(tools, "styled", "{\"l\": [1, \"x/y\"], \"m\": [2, 3], \"n\": \"a,b\"}")
                            .path("request")
                            .asString())
                    .isEqualTo("GET /v1/a.1,x%2Fy/b;m=2;m=3/c;n=a%2Cb");
        }
    }

    @Test
    void aFormOfPartsIsSentWhereItHoldsNoFiles() throws Exception {
        Path file = Files.writeString(folder.resolve("parts.json"), """
                {"openapi": "3.1.0", "servers": [{"url": "%s/v1"}], "paths": {
                  "/form": {"post": {"operationId": "form", "requestBody": {"required": true, "content":
                    {"multipart/form-data": {"schema": {"type": "object", "required": ["name"], "properties":
                      {"name": {"type": "string"}, "tags": {"type": "array"}, "more": {"type": "object"}}}}}}}},
                  "/file": {"post": {"operationId": "file", "requestBody": {"required": true, "content":
                    {"multipart/form-data": {"schema": {"type": "object", "properties":
                      {"data": {"type": "string", "format": "binary"}}}}}}}}}}""".formatted(url));
        try (Toolbox tools = new Toolbox(ToolFile.open(file.toString(), name -> null))) {
            assertThat(tools.specs()).extracting(spec -> spec.name()).containsExactly("form");
            var seen = sent(tools, "form", "{\"name\": \"小花\", \"tags\": [1, \"b\"], \"more\": {\"x\": true}}");
            String type = seen.path("Content-Type").asString();
            assertThat(type).startsWith("multipart/form-data; boundary=part-");
            String part = "--" + type.substring(type.indexOf('=') + 1);
            assertThat(seen.path("body").asString())
                    .isEqualTo("""
                    #
                    Content-Disposition: form-data; name="name"

                    小花
                    #
                    Content-Disposition: form-data; name="tags"

                    1
                    #
                    Content-Disposition: form-data; name="tags"

                    b
                    #
                    Content-Disposition: form-data; name="more"
                    Content-Type: application/json

                    {"x":true}
                    #--
                    """.replace("\n", "\r\n").replace("#", part));
        }
    }

    @Test
    void filesOfTheDocumentsFolderArePartOfIt() throws Exception {
        Files.createDirectories(folder.resolve("schemas"));
        Files.writeString(folder.resolve("api.yaml"), """
                openapi: 3.1.0
                servers: [{url: http://h/}]
                paths:
                  /pets: {$ref: 'paths.json#/pets'}
                """);
        Files.writeString(folder.resolve("paths.json"), """
                {"pets": {"post": {"operationId": "createPet", "requestBody": {"required": true, "content":
                  {"application/json": {"schema": {"$ref": "schemas/pet.yaml"}}}}}}}""");
        Files.writeString(folder.resolve("schemas/pet.yaml"), """
                type: object
                properties:
                  name: {type: string}
                  owner: {$ref: '#/$defs/owner'}
                  friend: {$ref: 'pet.yaml'}
                $defs:
                  owner: {type: string, maxLength: 9}
                """);
        try (Toolbox tools =
                new Toolbox(ToolFile.open(folder.resolve("api.yaml").toString(), name -> null))) {
            assertThat(schema(tools, "createPet").toString())
                    .contains("\"name\":{\"type\":\"string\"}", "\"maxLength\":9", "#/$defs/")
                    .doesNotContain("x-other-files");
        }
    }

    @Test
    void aDocumentGetsNoFilesOfOtherPlaces() throws Exception {
        Path inner = Files.createDirectories(folder.resolve("inner"));
        Files.writeString(folder.resolve("secret.json"), "{\"type\": \"string\", \"const\": \"s3cret\"}");
        Files.createSymbolicLink(inner.resolve("link.json"), folder.resolve("secret.json"));
        for (String reference : List.of(
                "../secret.json",
                "link.json",
                folder.resolve("secret.json").toUri().toString(),
                "file://host/secret.json",
                url + "/petstore.json")) {
            Path file = Files.writeString(inner.resolve("api.json"), referring(reference));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToolFile.open(file.toString(), name -> null))
                    .withMessageContaining("leads out of the document's folder");
        }
    }

    @Test
    void aRemoteDocumentGetsFilesOfItsOwnSiteOnly() {
        server.createContext(
                "/near.json", exchange -> answer(exchange, 200, "application/json", referring("petstore.json")));
        server.createContext(
                "/far.json",
                exchange -> answer(exchange, 200, "application/json", referring("http://127.0.0.2/x.json")));
        server.createContext(
                "/local.json", exchange -> answer(exchange, 200, "application/json", referring("file:///etc/hosts")));
        try (Toolbox tools = new Toolbox(ToolFile.open(url + "/near.json", name -> null))) {
            assertThat(tools.specs()).hasSize(1);
        }
        for (String document : List.of("/far.json", "/local.json")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToolFile.open(url + document, name -> null))
                    .withMessageContaining("leads out of the document's site");
        }
    }

    private static String referring(String reference) {
        return """
                {"openapi": "3.1.0", "servers": [{"url": "http://h/"}], "paths": {"/a": {"get": {"parameters":
                 [{"name": "q", "in": "query", "schema": {"$ref": "%s"}}]}}}}""".formatted(reference);
    }

    @Test
    void aDocumentThatRefersToItselfWithoutEndIsRead() throws Exception {
        StringBuilder schemas = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            schemas.append("""
                    "S%1$d": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/S%2$d"}, "b": {"$ref": "#/components/schemas/S%2$d"}}},
                    """.formatted(i, (i + 1) % 40));
        }
        Path file = Files.writeString(folder.resolve("deep.json"), """
                {"openapi": "3.1.0", "servers": [{"url": "http://h/"}],
                 "paths": {"/a": {"post": {"requestBody": {"content": {"application/json":
                   {"schema": {"$ref": "#/components/schemas/S0"}}}}}}},
                 "components": {"schemas": {%s "end": {}}}}""".formatted(schemas));
        try (Toolbox tools = new Toolbox(ToolFile.open(file.toString(), name -> null))) {
            assertThat(schema(tools, "post_a").toString()).hasSizeLessThan(60_000);
        }
    }

    @Test
    void whatAnOperationDoesGoesByItsMethod() {
        try (Toolbox tools = petstore("{}")) {
            assertThat(tools.find("listPets").orElseThrow().traits())
                    .contains(Trait.REPEATABLE, Trait.SENDS_DATA)
                    .doesNotContain(Trait.CHANGES_STATE);
            assertThat(tools.find("put_pets_petId").orElseThrow().traits())
                    .contains(Trait.REPEATABLE, Trait.CHANGES_STATE);
            assertThat(tools.find("createPet").orElseThrow().traits()).isEqualTo(Trait.UNKNOWN);
        }
    }

    private Toolbox petstore(String auth) {
        try {
            Path settings = Files.writeString(
                    folder.resolve("petstore.settings.json"),
                    "{\"document\": \"%s/petstore.json\", \"auth\": %s}".formatted(url, auth));
            List<Tool> tools = ToolFile.open(settings.toString(), Map.of("KEY", "s$cret&")::get);
            return new Toolbox(tools);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static tools.jackson.databind.node.ObjectNode schema(Toolbox tools, String name) {
        return tools.find(name).orElseThrow().spec().parameters();
    }

    private static tools.jackson.databind.node.ObjectNode sent(Toolbox tools, String name, String arguments)
            throws InterruptedException {
        return Json.parseObject(call(tools, name, arguments).toObservation("c").text());
    }

    private static ToolResult call(Toolbox tools, String name, String arguments) throws InterruptedException {
        return tools.call(new ToolCall("c", name, arguments), new ToolContext("s", "c", Path.of("unused")));
    }

    private static String text(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(OpenApiTest.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
