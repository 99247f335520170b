package io.alltools.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alltools.agent.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code /v1/completions} and the tokens behind it, with a real model. */
class TextCompletionsTest {

    private static final String PROMPT = "<|user|>\\nWhat is 48213 * 77?<|assistant|>";

    @TempDir
    static Path folder;

    static TinyServer server;

    @BeforeAll
    static void start() {
        server = new TinyServer(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The request of lm-evaluation-harness, and what it reads of the answer. */
    @Test
    void theHarnessFindsHowLikelyAContinuationIs() throws Exception {
        JsonNode greedy = complete("'prompt':'" + PROMPT + "','max_tokens':12,'temperature':0,'logprobs':1");
        int[] context = tokens("'prompt':'" + PROMPT + "'");
        int[] continuation = tokens("'add_special_tokens':false,'prompt':"
                + Json.MAPPER.writeValueAsString(greedy.at("/choices/0/text").asString()));
        int[] all = IntStream.concat(IntStream.of(context), IntStream.of(continuation))
                .toArray();
        JsonNode answer = complete("'prompt':[" + Json.write(Json.MAPPER.valueToTree(all)) + ","
                + Json.write(Json.MAPPER.valueToTree(context))
                + "],'max_tokens':1,'logprobs':1,'echo':true,'temperature':0,'seed':1234");

        JsonNode logprobs = answer.at("/choices/0/logprobs");
        List<Double> likely = numbers(logprobs.path("token_logprobs"));
        assertThat(likely).hasSize(all.length + 1);
        assertThat(logprobs.path("tokens").size()).isEqualTo(likely.size());
        assertThat(logprobs.at("/token_logprobs/0").isNull()).isTrue();
        assertThat(logprobs.at("/top_logprobs/0").isNull()).isTrue();
        for (int i = context.length; i < all.length; i++) {
            JsonNode top = logprobs.path("top_logprobs").path(i);
            double best = StreamSupport.stream(top.spliterator(), false)
                    .mapToDouble(JsonNode::asDouble)
                    .max()
                    .orElseThrow();
            assertThat(likely.get(i)).as("greedy at " + i).isEqualTo(best);
            assertThat(likely.get(i))
                    .isCloseTo(
                            greedy.at("/choices/0/logprobs/token_logprobs/" + (i - context.length))
                                    .asDouble(),
                            within(1e-3));
        }
        assertThat(answer.at("/choices/1/index").asInt()).isEqualTo(1);
        assertThat(answer.at("/choices/1/logprobs/tokens").size()).isEqualTo(context.length + 1);
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(all.length + context.length);
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(2);
    }

    @Test
    void anEchoStandsInFrontAndItsOffsetsAreThoseOfTheText() throws Exception {
        JsonNode choice = complete("'prompt':'你好 there','max_tokens':5,'echo':true,'logprobs':0")
                .at("/choices/0");
        String text = choice.path("text").asString();
        assertThat(text).startsWith("你好 there").hasSizeGreaterThan("你好 there".length());
        JsonNode names = choice.at("/logprobs/tokens");
        JsonNode offsets = choice.at("/logprobs/text_offset");
        assertThat(names.at("/0").asString()).isEqualTo("[gMASK]");
        for (int i = 2; i < names.size(); i++) {
            String name = names.path(i).asString();
            if (!name.startsWith("bytes:") && !name.startsWith("<|")) {
                assertThat(text.substring(
                                text.offsetByCodePoints(0, offsets.path(i).asInt())))
                        .startsWith(name);
            }
        }
        JsonNode silent =
                complete("'prompt':'你好 there','max_tokens':0,'echo':true").at("/choices/0");
        assertThat(silent.path("text").asString()).isEqualTo("你好 there");
        assertThat(silent.path("logprobs").isNull()).isTrue();
        assertThat(silent.path("finish_reason").asString()).isEqualTo("length");
    }

    @Test
    void chunksAddUpToTheWholeAnswer() throws Exception {
        for (String fields : List.of(
                "'max_tokens':20",
                "'max_tokens':20,'n':2,'temperature':1.3,'seed':3,'echo':true",
                "'max_tokens':9,'logprobs':2,'echo':true",
                "'max_tokens':30,'stop':['(','7']")) {
            JsonNode whole = complete("'prompt':'" + PROMPT + "'," + fields);
            List<JsonNode> chunks = server.chunks(
                    "/v1/completions",
                    "{'model':'glm-tiny','prompt':'" + PROMPT
                            + "','stream':true,'stream_options':{'include_usage':true}," + fields + "}");
            for (JsonNode choice : whole.path("choices")) {
                StringBuilder text = new StringBuilder();
                List<Double> logprobs = new ArrayList<>();
                String finish = "";
                for (JsonNode chunk : chunks) {
                    JsonNode part = chunk.at("/choices/0");
                    if (part.path("index").equals(choice.path("index"))) {
                        text.append(part.path("text").asString());
                        logprobs.addAll(numbers(part.at("/logprobs/token_logprobs")));
                        finish = part.path("finish_reason").asString("");
                    }
                }
                assertThat(text.toString()).isEqualTo(choice.path("text").asString());
                assertThat(logprobs).hasSameSizeAs(numbers(choice.at("/logprobs/token_logprobs")));
                assertThat(finish).isEqualTo(choice.path("finish_reason").asString());
            }
            assertThat(chunks.getLast().at("/usage/total_tokens")).isEqualTo(whole.at("/usage/total_tokens"));
        }
    }

    @Test
    void theBestOfSeveralIsNoLessLikelyThanTheFirst() throws Exception {
        String drawn = "'prompt':'" + PROMPT + "','max_tokens':10,'temperature':1.5,'seed':1,'logprobs':0";
        JsonNode best = complete(drawn + ",'n':1,'best_of':6");
        assertThat(best.path("choices").size()).isEqualTo(1);
        assertThat(mean(best)).isGreaterThanOrEqualTo(mean(complete(drawn)));
        assertThat(best.at("/usage/completion_tokens").asInt()).isGreaterThan(10);
    }

    @Test
    void sixteenTokensAreTheDefault() throws Exception {
        JsonNode answer = complete("'prompt':'1 2 3','logit_bias':{},'temperature':1,'seed':1");
        assertThat(answer.at("/usage/completion_tokens").asInt()).isBetween(1, 16);
        assertThat(answer.path("object").asString()).isEqualTo("text_completion");
        assertThat(answer.path("id").asString()).startsWith("cmpl-");
        assertThat(answer.path("system_fingerprint").asString()).startsWith("fp_");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'max_tokens':1 | prompt | required",
                "'prompt':[] | prompt | required",
                "'prompt':7 | prompt | required",
                "'prompt':[[]] | prompt[0] | no prompt",
                "'prompt':[1,'a'] | prompt[1] | token id",
                "'prompt':[1,99999999] | prompt[1] | 99999999",
                "'prompt':['x',[1,-1]] | prompt[1][1] | -1",
                "'prompt':'x','suffix':'y' | suffix | gaps",
                "'prompt':'x','max_tokens':-1 | max_tokens | -1",
                "'prompt':'x','logprobs':6 | logprobs | 0 to 5",
                "'prompt':'x','logprobs':true | logprobs | whole number",
                "'prompt':'x','n':3,'best_of':2 | best_of | 3 to 16",
                "'prompt':'x','best_of':2,'stream':true | best_of | streamed",
                "'prompt':'x','stop':[''] | stop | empty",
            })
    void aValueThatCantBeUsedIsNamed(String fields, String param, String told) throws Exception {
        HttpResponse<String> response = server.post("/v1/completions", "{'model':'glm-tiny'," + fields + "}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        JsonNode error = Json.parseObject(response.body()).path("error");
        assertThat(error.path("param").asString()).isEqualTo(param);
        assertThat(error.path("message").asString()).contains(told);
    }

    @Test
    void aPromptThatIsTooLongNamesItself() throws Exception {
        HttpResponse<String> response =
                server.post("/v1/completions", "{'model':'glm-tiny','prompt':'" + "word ".repeat(20_000) + "'}");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Json.parseObject(response.body()).at("/error/param").asString())
                .isEqualTo("prompt");
    }

    @Test
    void textAndConversationsBecomeTokensAndText() throws Exception {
        JsonNode plain =
                server.answer("/tokenize", "{'model':'glm-tiny','prompt':'你好 there','return_token_strs':true}");
        assertThat(plain.path("count").asInt()).isEqualTo(plain.path("tokens").size());
        assertThat(plain.path("max_model_len").asInt())
                .isEqualTo(server.app.model().contextLength());
        assertThat(plain.at("/token_strs/0").asString()).isEqualTo("[gMASK]");
        assertThat(server.answer("/detokenize", "{'model':'glm-tiny','tokens':" + plain.path("tokens") + "}")
                        .path("prompt")
                        .asString())
                .isEqualTo("[gMASK]<sop>你好 there");

        String chat = "{'model':'glm-tiny','messages':[{'role':'user','content':'Hi'}],'tools':[{'type':'function',"
                + "'function':{'name':'look_up'}}]";
        int[] open = ids(server.answer("/tokenize", chat + "}"));
        int[] closed = ids(server.answer("/tokenize", chat + ",'add_generation_prompt':false}"));
        assertThat(open).startsWith(closed).hasSizeGreaterThan(closed.length);
        assertThat(server.answer("/detokenize", "{'tokens':" + Json.write(Json.MAPPER.valueToTree(open)) + "}")
                        .path("prompt")
                        .asString())
                .startsWith("[gMASK]<sop><|system|>")
                .contains("look_up")
                .endsWith("<|user|>\nHi<|assistant|>");
        assertThat(server.answer("/v1/chat/completions", chat + ",'max_tokens':1}")
                        .at("/usage/prompt_tokens")
                        .asInt())
                .isEqualTo(open.length);
        assertThat(server.post("/tokenize", "{'model':'glm-tiny'}").statusCode())
                .isEqualTo(400);
        assertThat(server.post("/detokenize", "{'tokens':[-1]}").statusCode()).isEqualTo(400);
    }

    private static double mean(JsonNode answer) {
        return numbers(answer.at("/choices/0/logprobs/token_logprobs")).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.isNull() ? Double.NaN : number.asDouble()));
        return numbers;
    }

    private static int[] tokens(String fields) throws Exception {
        return ids(server.answer("/tokenize", "{" + fields + "}"));
    }

    private static int[] ids(JsonNode answer) {
        return Json.MAPPER.convertValue(answer.path("tokens"), int[].class);
    }

    private static JsonNode complete(String fields) throws Exception {
        return server.answer("/v1/completions", "{'model':'glm-tiny'," + fields + "}");
    }
}
