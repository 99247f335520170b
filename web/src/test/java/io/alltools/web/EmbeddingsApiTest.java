package io.alltools.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alltools.agent.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code /v1/embeddings} with a real embedding model. */
class EmbeddingsApiTest {

    private static final String NAME = "all-MiniLM-L6-v2";

    @TempDir
    static Path folder;

    static TinyServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TinyServer.withEmbeddings(folder, NAME);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void textsThatMeanTheSameAreNear() throws Exception {
        JsonNode answer =
                embed("'input':['fixing a car that broke down','automobile repair','bread is baked at 220 degrees']");
        assertThat(answer.path("object").asString()).isEqualTo("list");
        assertThat(answer.path("model").asString()).isEqualTo(NAME);
        assertThat(answer.at("/data/2/index").asInt()).isEqualTo(2);
        float[][] vectors = Json.MAPPER
                .convertValue(answer.at("/data"), JsonNode.class)
                .valueStream()
                .map(entry -> Json.MAPPER.convertValue(entry.path("embedding"), float[].class))
                .toArray(float[][]::new);
        assertThat(vectors[0]).hasSize(384);
        assertThat(dot(vectors[0], vectors[0])).isCloseTo(1, within(1e-5));
        assertThat(dot(vectors[0], vectors[1])).isGreaterThan(dot(vectors[0], vectors[2]) + 0.2);
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isGreaterThan(10);
        assertThat(answer.at("/usage/total_tokens")).isEqualTo(answer.at("/usage/prompt_tokens"));
    }

    @Test
    void base64HoldsTheSameFloats() throws Exception {
        float[] plain = Json.MAPPER.convertValue(
                embed("'input':'bread','encoding_format':'float','dimensions':384")
                        .at("/data/0/embedding"),
                float[].class);
        String encoded = embed("'input':['bread'],'encoding_format':'base64'")
                .at("/data/0/embedding")
                .asString();
        float[] decoded = new float[plain.length];
        ByteBuffer.wrap(Base64.getDecoder().decode(encoded))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(decoded);
        assertThat(decoded).isEqualTo(plain);
    }

    @Test
    void bothModelsAreListedAndFoundByName() throws Exception {
        JsonNode list = server.get("/v1/models");
        assertThat(list.path("data").valueStream().map(model -> model.path("id").asString()))
                .containsExactly("glm-tiny", NAME);
        for (JsonNode model : list.path("data")) {
            assertThat(model.path("object").asString()).isEqualTo("model");
            assertThat(model.path("created").isIntegralNumber()).isTrue();
            assertThat(model.path("owned_by").isString()).isTrue();
        }
        assertThat(server.get("/v1/models/" + NAME).path("dimensions").asInt()).isEqualTo(384);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'model':'glm-tiny','input':'x' | 404 | model | there is: all-MiniLM-L6-v2",
                "'input':'x' | 400 | model | required",
                "'model':'all-MiniLM-L6-v2' | 400 | input | required",
                "'model':'all-MiniLM-L6-v2','input':'' | 400 | input | empty",
                "'model':'all-MiniLM-L6-v2','input':[] | 400 | input | 1 to 2048",
                "'model':'all-MiniLM-L6-v2','input':[1,2] | 400 | input | token ids",
                "'model':'all-MiniLM-L6-v2','input':[[1],[2]] | 400 | input | token ids",
                "'model':'all-MiniLM-L6-v2','input':'x','dimensions':64 | 400 | dimensions | have 384",
                "'model':'all-MiniLM-L6-v2','input':'x','encoding_format':'int8' | 400 | encoding_format | int8",
                "'model':'all-MiniLM-L6-v2','input':'x','input_type':'song' | 400 | input_type | song",
            })
    void aValueThatCantBeUsedIsNamed(String fields, int status, String param, String told) throws Exception {
        HttpResponse<String> response = server.post("/v1/embeddings", "{" + fields + "}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode error = Json.parseObject(response.body()).path("error");
        assertThat(error.path("param").asString()).isEqualTo(param);
        assertThat(error.path("message").asString()).contains(told);
    }

    @Test
    void theEmbeddingModelDoesNotChat() throws Exception {
        HttpResponse<String> response = server.post(
                "/v1/chat/completions", "{'model':'" + NAME + "','messages':[{'role':'user','content':'x'}]}");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("embeddings only");
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static JsonNode embed(String fields) throws Exception {
        return server.answer("/v1/embeddings", "{'model':'" + NAME + "'," + fields + "}");
    }
}
