package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.AnswerFormat;
import io.alltools.agent.ChatRequest;
import io.alltools.agent.Constraints;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import io.alltools.agent.Sampling;
import io.alltools.agent.Service;
import io.alltools.agent.ToolChoice;
import io.alltools.agent.ToolSpec;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Each field of a request reaches the model, or the answer names it. */
class ChatRequestFieldsTest {

    private static final String TOOLS = "'tools':[{'type':'function','function':{'name':'look_up'}},"
            + "{'type':'function','function':{'name':'send'}}]";

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
    void everySamplingFieldReachesTheModel() throws Exception {
        ChatRequest request = accepted("'temperature':0.5,'top_p':0.9,'top_k':40,'min_p':0.05,'repetition_penalty':1.1,"
                + "'presence_penalty':0.5,'frequency_penalty':-0.25,'logit_bias':{'7':-100,'12':1.5},'seed':42");

        assertThat(request.sampling())
                .isEqualTo(new Sampling(
                        0.5, 40, 0.9, 0.05, new Sampling.Penalties(1.1, 0.5, -0.25), Map.of(7, -100.0, 12, 1.5), 42L));
    }

    @Test
    void aRequestThatSaysNothingIsGreedyAndUnconstrained() throws Exception {
        ChatRequest request = accepted("'user':'me'");

        assertThat(request.sampling()).isEqualTo(Sampling.GREEDY);
        assertThat(request.constraints()).isEqualTo(Constraints.DEFAULT);
        assertThat(request.logprobs()).isEqualTo(ChatRequest.NO_LOGPROBS);
        assertThat(request.service()).isEqualTo(Service.INTERACTIVE);
    }

    @Test
    void whoShapesTheDistributionWantsToDrawFromIt() throws Exception {
        assertThat(accepted("'min_p':0.1").sampling()).isEqualTo(new Sampling(1, 0, 1, null).withMinP(0.1));
        assertThat(accepted("'presence_penalty':1").sampling().temperature()).isZero();
    }

    @Test
    void nullMeansNotGiven() throws Exception {
        ChatRequest request = accepted("'temperature':null,'n':null,'logit_bias':null,'tool_choice':null,'stop':null,"
                + "'response_format':null,'logprobs':null,'top_logprobs':null,'parallel_tool_calls':null");

        assertThat(request.sampling()).isEqualTo(Sampling.GREEDY);
        assertThat(request.constraints()).isEqualTo(Constraints.DEFAULT);
    }

    @Test
    void runsTakeTheSameSamplingFields() throws Exception {
        HttpResponse<String> created = server.post(
                "/api/runs", quoted("{'input':'hello','min_p':0.1,'repetition_penalty':1.2,'logit_bias':{'3':5}}"));
        assertThat(created.statusCode()).isEqualTo(201);
        server.get("/api/runs/" + RunningServer.json(created).path("runId").asString() + "/events");
        assertThat(lastRequest().sampling())
                .isEqualTo(new Sampling(1, 0, 1, null)
                        .withMinP(0.1)
                        .withPenalties(new Sampling.Penalties(1.2, 0, 0))
                        .withLogitBias(Map.of(3, 5.0)));

        HttpResponse<String> refused = server.post("/api/runs", quoted("{'input':'hello','min_p':1}"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(RunningServer.json(refused).at("/error/param").asString()).isEqualTo("min_p");
    }

    @Test
    void aForbiddenCallLeavesTheToolsInThePrompt() throws Exception {
        ChatRequest request = accepted(TOOLS + ",'tool_choice':'none'");

        assertThat(request.tools()).extracting(ToolSpec::name).containsExactly("look_up", "send");
        assertThat(request.constraints().toolChoice()).isEqualTo(ToolChoice.NONE);
    }

    @Test
    void aCallCanBeDemandedOrNamed() throws Exception {
        assertThat(accepted(TOOLS + ",'tool_choice':'auto'").constraints().toolChoice())
                .isEqualTo(ToolChoice.AUTO);
        assertThat(accepted(TOOLS + ",'tool_choice':'required'").constraints().toolChoice())
                .isEqualTo(ToolChoice.REQUIRED);
        assertThat(accepted(TOOLS + ",'tool_choice':{'type':'function','function':{'name':'send'}}")
                        .constraints()
                        .toolChoice())
                .isEqualTo(new ToolChoice.Named("send"));
    }

    @Test
    void someOfTheToolsCanBeAllowed() throws Exception {
        ChatRequest request = accepted(TOOLS + ",'tool_choice':{'type':'allowed_tools','allowed_tools':{"
                + "'mode':'required','tools':[{'type':'function','function':{'name':'send'}}]}}");

        assertThat(request.tools()).extracting(ToolSpec::name).containsExactly("look_up", "send");
        assertThat(request.constraints().toolChoice()).isEqualTo(new ToolChoice.Allowed(List.of("send"), true));
    }

    @Test
    void whatSdksSendAndNothingHereNeedsIsAccepted() throws Exception {
        ChatRequest request = accepted("'store':true,'metadata':{'a':'b'},'user':'u','service_tier':'auto',"
                + "'reasoning_effort':'low','verbosity':'low','prompt_cache_key':'k','safety_identifier':'s',"
                + "'prediction':{'type':'content','content':'x'},'modalities':['text'],'audio':null,"
                + "'web_search_options':{},'functions':null,'function_call':null,"
                + "'stream_options':{'include_obfuscation':false,'include_usage':true},"
                + "'tools':[{'type':'function','extra':1,'function':{'name':'f','strict':null,'more':[]}}],"
                + "'response_format':{'type':'text'}");

        assertThat(request.messages()).containsExactly(Message.user("hello"));
        assertThat(request.constraints()).isEqualTo(Constraints.DEFAULT);
    }

    @Test
    void oneCallAtATimeAndStrictSchemasCanBeAskedFor() throws Exception {
        Constraints constraints = accepted("'tools':[{'type':'function','function':{'name':'a'}},"
                        + "{'type':'function','function':{'name':'b','strict':true}}],'parallel_tool_calls':false")
                .constraints();

        assertThat(constraints.parallelCalls()).isFalse();
        assertThat(constraints.strictTools()).isTrue();
    }

    @Test
    void theAnswersFormatReachesTheModel() throws Exception {
        assertThat(format("{'type':'text'}")).isEqualTo(AnswerFormat.TEXT);
        assertThat(format("{'type':'json_object'}")).isEqualTo(AnswerFormat.JSON_OBJECT);
        ObjectNode schema = Json.parseObject("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}");
        String given = "'schema':{'type':'object','properties':{'a':{'type':'integer'}}}";
        assertThat(format("{'type':'json_schema','json_schema':{'name':'x','strict':true," + given + "}}"))
                .isEqualTo(new AnswerFormat.JsonSchema(schema, true));
        assertThat(format("{'type':'json_schema','json_schema':{" + given + "}}"))
                .isEqualTo(new AnswerFormat.JsonSchema(schema, false));
    }

    @Test
    void logprobsAreAskedForWithOrWithoutAlternatives() throws Exception {
        assertThat(accepted("'logprobs':true").logprobs()).isZero();
        assertThat(accepted("'logprobs':true,'top_logprobs':20").logprobs()).isEqualTo(20);
        assertThat(accepted("'logprobs':false").logprobs()).isEqualTo(ChatRequest.NO_LOGPROBS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'temperature':2.1 | temperature | 2.1",
                "'top_p':0 | top_p | 0.0",
                "'top_p':1.01 | top_p | 1.01",
                "'top_k':-1 | top_k | -1",
                "'top_k':1.5 | top_k | 1.5",
                "'min_p':1 | min_p | 1.0",
                "'repetition_penalty':0 | repetition_penalty | 0.0",
                "'repetition_penalty':1e999 | repetition_penalty | Infinity",
                "'presence_penalty':-2.5 | presence_penalty | -2.5",
                "'frequency_penalty':3 | frequency_penalty | 3.0",
                "'frequency_penalty':'high' | frequency_penalty | a string",
                "'logit_bias':{'5':101} | logit_bias | 101",
                "'logit_bias':{'5':'x'} | logit_bias | token 5",
                "'logit_bias':{'the':1} | logit_bias | the",
                "'logit_bias':{'-1':1} | logit_bias | -1",
                "'logit_bias':{'99999999999':1} | logit_bias | 99999999999",
                "'logit_bias':[1] | logit_bias | an array",
                "'seed':1.5 | seed | 1.5",
                "'n':0 | n | 0",
                "'n':17 | n | 1 to 16",
                "'logprobs':true,'top_logprobs':21 | top_logprobs | 21",
                "'top_logprobs':3 | top_logprobs | logprobs",
                "'logprobs':5 | logprobs | 5",
                "'stop':['a',''] | stop | empty",
                "'stop':{'a':1} | stop | an object",
                "'tool_choice':'required' | tool_choice | no \\'tools\\'",
                "'tool_choice':{'type':'function','function':{'name':'f'}} | tool_choice | no \\'tools\\'",
                TOOLS + ",'tool_choice':{'type':'function','function':{'name':'sent'}} | tool_choice.function.name"
                        + " | there are: look_up, send",
                TOOLS + ",'tool_choice':{'type':'function'} | tool_choice.type | function",
                TOOLS + ",'tool_choice':{'type':'custom','custom':{'name':'send'}} | tool_choice.type | custom",
                TOOLS + ",'tool_choice':'sometimes' | tool_choice | sometimes",
                TOOLS + ",'tool_choice':7 | tool_choice | 7",
                "'parallel_tool_calls':1 | parallel_tool_calls | 1",
                "'tools':[{'type':'function','function':{'name':'a','strict':'yes'}}] | tools[0].function.strict | a string",
                "'response_format':{'type':'xml'} | response_format.type | xml",
                "'response_format':{'type':'json_schema'} | response_format.json_schema.schema | schema",
                "'response_format':{'type':'json_schema','json_schema':{'schema':7}}"
                        + " | response_format.json_schema.schema | 7",
                "'functions':[] | functions | tools",
                "'modalities':['text','audio'] | modalities | audio",
                TOOLS + ",'tool_choice':{'type':'allowed_tools'} | tool_choice.allowed_tools.tools | mode",
                TOOLS + ",'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'some','tools':"
                        + "[{'type':'function','function':{'name':'send'}}]}} | tool_choice.allowed_tools.mode | some",
                TOOLS + ",'tool_choice':{'type':'allowed_tools','allowed_tools':{'mode':'auto','tools':"
                        + "[{'type':'function','function':{'name':'sent'}}]}}"
                        + " | tool_choice.allowed_tools.tools[0].function.name | there are: look_up, send",
            })
    void aValueThatCantBeUsedIsNamed(String fields, String param, String told) throws Exception {
        HttpResponse<String> response = complete(fields);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        JsonNode error = RunningServer.json(response).path("error");
        assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(error.path("param").asString()).isEqualTo(param);
        assertThat(error.path("message").asString()).contains(quoted(told));
    }

    private static AnswerFormat format(String json) throws Exception {
        return accepted("'response_format':" + json).constraints().format();
    }

    private static ChatRequest accepted(String fields) throws Exception {
        HttpResponse<String> response = complete(fields);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return lastRequest();
    }

    private static ChatRequest lastRequest() {
        return server.model.requests.getLast();
    }

    private static HttpResponse<String> complete(String fields) throws IOException, InterruptedException {
        return server.post(
                "/v1/chat/completions",
                quoted("{'model':'echo','messages':[{'role':'user','content':'hello'}]," + fields + "}"));
    }

    private static String quoted(String json) {
        return json.replace("\\'", "\"").replace('\'', '"');
    }
}
