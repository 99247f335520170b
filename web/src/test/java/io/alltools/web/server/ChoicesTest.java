package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Several answers to one request, and how likely their tokens were. */
class ChoicesTest {

    @TempDir
    static Path folder;

    static RunningServer server;

    @BeforeAll
    static void start() {
        server = new RunningServer(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void eachChoiceHasItsIndexAndDrawsFromItsOwnSeed() throws Exception {
        JsonNode body = RunningServer.json(complete(server, "seed", "'n':3,'seed':40"));

        assertThat(body.path("choices").size()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            JsonNode choice = body.path("choices").path(i);
            assertThat(choice.path("index").asInt()).isEqualTo(i);
            assertThat(choice.at("/message/content").asString()).isEqualTo("seed " + (40 + i));
            assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
        }
    }

    @Test
    void thePromptCountsOnceAndTheAnswersTogether() throws Exception {
        JsonNode usage =
                RunningServer.json(complete(server, "one two three", "'n':16")).path("usage");

        assertThat(usage.path("prompt_tokens").asInt()).isEqualTo(10);
        assertThat(usage.path("completion_tokens").asInt()).isEqualTo(48);
        assertThat(usage.path("total_tokens").asInt()).isEqualTo(58);
        assertThat(usage.at("/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(4);
    }

    @Test
    void withoutASeedNoneIsMadeUp() throws Exception {
        JsonNode body = RunningServer.json(complete(server, "seed", "'n':2"));
        assertThat(body.at("/choices/1/message/content").asString()).isEqualTo("seed null");
    }

    @Test
    void streamedChoicesMixAndEachIsWhole() throws Exception {
        List<String> data = RunningServer.data(
                complete(server, "count 40", "'n':3,'stream':true,'stream_options':{'include_usage':true}")
                        .body());

        assertThat(data.getLast()).isEqualTo("[DONE]");
        List<JsonNode> chunks = data.subList(0, data.size() - 1).stream()
                .map(Json.MAPPER::readTree)
                .toList();
        assertThat(chunks)
                .extracting(chunk -> chunk.path("id").asString())
                .containsOnly(chunks.getFirst().path("id").asString());
        for (int i = 0; i < 3; i++) {
            int index = i;
            List<JsonNode> own = chunks.stream()
                    .map(chunk -> chunk.at("/choices/0"))
                    .filter(choice ->
                            choice.path("index").isInt() && choice.path("index").asInt() == index)
                    .toList();
            assertThat(own.getFirst().at("/delta/role").asString()).isEqualTo("assistant");
            assertThat(own.subList(1, own.size()))
                    .noneMatch(choice -> choice.path("delta").has("role"));
            assertThat(own.subList(0, own.size() - 1))
                    .allMatch(choice -> choice.path("finish_reason").isNull());
            assertThat(own.getLast().path("finish_reason").asString()).isEqualTo("stop");
            assertThat(own.stream()
                            .map(choice -> choice.at("/delta/content").asString(""))
                            .collect(Collectors.joining()))
                    .startsWith("1 2 3 ")
                    .endsWith(" 39 40 ");
        }
        int firstEnd = 0;
        while (!chunks.get(firstEnd).at("/choices/0/finish_reason").isString()) {
            firstEnd++;
        }
        assertThat(chunks.subList(0, firstEnd).stream()
                        .map(chunk -> chunk.at("/choices/0/index").asInt())
                        .distinct())
                .as("choices that spoke before the first was complete")
                .hasSizeGreaterThan(1);
        assertThat(chunks.getLast().path("choices").size()).isZero();
        assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(120);
    }

    @Test
    void closingTheConnectionCancelsAllChoices() throws Exception {
        try (RunningServer own = new RunningServer(folder.resolve("closed"))) {
            HttpResponse<java.io.InputStream> response = own.client.send(
                    own.postRequest("/v1/chat/completions", body("count 100000", "'n':4,'stream':true")),
                    HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.body().read()).isPositive();
            response.body().close();
            assertThat(own.model.interrupted.tryAcquire(4, 10, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void aChoiceThatFailsEndsTheOthersAndIsTheAnswer() throws Exception {
        try (RunningServer own = new RunningServer(folder.resolve("failed"))) {
            HttpResponse<String> response = complete(own, "oddSeedsBreak", "'n':2,'seed':2");

            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(RunningServer.json(response).at("/error/message").asString())
                    .isEqualTo("seed 3 broke");
            assertThat(own.model.interrupted.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anOverloadedModelSaysWhenToComeBack() throws Exception {
        for (String fields : List.of("'n':1", "'n':3", "'stream':true")) {
            HttpResponse<String> response = complete(server, "overload", fields);
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
        }
    }

    @Test
    void logprobsStandBesideTheMessage() throws Exception {
        JsonNode body = RunningServer.json(complete(server, "你 b", "'logprobs':true,'top_logprobs':2,'n':2"));

        for (int i = 0; i < 2; i++) {
            JsonNode content = body.at("/choices/" + i + "/logprobs/content");
            assertThat(content.size()).isEqualTo(2);
            JsonNode first = content.path(0);
            assertThat(first.path("token").asString()).isEqualTo("你 ");
            assertThat(first.path("logprob").asDouble()).isCloseTo(Math.log(0.5), Offset.offset(1e-12));
            assertThat(first.path("bytes").toString()).isEqualTo("[228,189,160,32]");
            assertThat(first.at("/top_logprobs/0/token").asString()).isEqualTo("你 ");
            assertThat(first.at("/top_logprobs/1/logprob").asDouble()).isEqualTo(-9999.0);
            assertThat(first.path("top_logprobs").size()).isEqualTo(2);
        }
    }

    @Test
    void aStreamTellsLogprobsWithThePieceOfTheirToken() throws Exception {
        List<JsonNode> choices =
                RunningServer.data(complete(server, "a b", "'logprobs':true,'stream':true")
                                .body())
                        .stream()
                        .filter(data -> !data.equals("[DONE]"))
                        .map(data -> Json.MAPPER.readTree(data).at("/choices/0"))
                        .toList();

        assertThat(choices).hasSize(4);
        for (int i = 1; i < 3; i++) {
            JsonNode content = choices.get(i).at("/logprobs/content");
            assertThat(content.size()).isEqualTo(1);
            assertThat(content.at("/0/token")).isEqualTo(choices.get(i).at("/delta/content"));
            assertThat(content.at("/0/top_logprobs").isEmpty()).isTrue();
        }
        assertThat(choices.getFirst().path("logprobs").isNull()).isTrue();
        assertThat(choices.getLast().path("logprobs").isNull()).isTrue();
    }

    @Test
    void withoutLogprobsTheirPlaceIsNull() throws Exception {
        JsonNode body = RunningServer.json(complete(server, "a b", "'n':1"));
        assertThat(body.at("/choices/0/logprobs").isNull()).isTrue();
    }

    private static HttpResponse<String> complete(RunningServer at, String content, String fields)
            throws IOException, InterruptedException {
        return at.post("/v1/chat/completions", body(content, fields));
    }

    private static String body(String content, String fields) {
        return ("{'model':'echo','messages':[{'role':'user','content':'" + content + "'}]," + fields + "}")
                .replace('\'', '"');
    }
}
