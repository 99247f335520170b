package io.alltools.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever stands in the place of any value of a request: it is served or refused, and the server never fails. */
class AwkwardValuesTest {

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "2.5",
            "1e300",
            "9223372036854775808",
            "\"\"",
            "\"x\"",
            "[]",
            "[null]",
            "[[]]",
            "[[7]]",
            "[\"x\"]",
            "{}",
            "[{}]",
            "{\"type\":\"function\"}",
            "{\"type\":7}",
            "{\"\":null}");

    @TempDir
    static Path folder;

    static TinyServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TinyServer.withEmbeddings(folder, "embedder");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "/v1/chat/completions | {'model':'glm-tiny','max_tokens':1,'messages':[{'role':'user','content':'x'},"
                        + "{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function',"
                        + "'function':{'name':'f','arguments':'{}'}}]},{'role':'tool','tool_call_id':'c',"
                        + "'content':[{'type':'text','text':'y'}]}],'tools':[{'type':'function','function':{'name':'f',"
                        + "'description':'d','strict':true,'parameters':{'type':'object','properties':"
                        + "{'a':{'type':'string'}}}}}],'tool_choice':{'type':'allowed_tools','allowed_tools':"
                        + "{'mode':'auto','tools':[{'type':'function','function':{'name':'f'}}]}},"
                        + "'response_format':{'type':'json_schema','json_schema':{'name':'n','strict':true,"
                        + "'schema':{'type':'object'}}},'stream_options':{'include_usage':true},'stop':['s'],"
                        + "'logit_bias':{'3':1},'logprobs':true,'top_logprobs':2,'n':1,'seed':1,'temperature':1,"
                        + "'top_p':0.9,'presence_penalty':0,'modalities':['text'],'metadata':{},'user':'u'}",
                "/v1/completions | {'model':'glm-tiny','prompt':[[7,8],'x'],'max_tokens':1,'echo':true,'logprobs':1,"
                        + "'n':1,'best_of':1,'stop':['s'],'stream':false,'stream_options':{},'suffix':null,'seed':1,"
                        + "'logit_bias':{'3':1},'add_special_tokens':true}",
                "/v1/embeddings | {'model':'embedder','input':['x','y'],'encoding_format':'base64','dimensions':384,"
                        + "'input_type':'query','user':'u'}",
                "/tokenize | {'model':'glm-tiny','messages':[{'role':'user','content':'x'}],'tools':[{'type':'function',"
                        + "'function':{'name':'f'}}],'add_generation_prompt':true,'return_token_strs':true}",
                "/tokenize | {'model':'glm-tiny','prompt':'x','add_special_tokens':true}",
                "/detokenize | {'model':'glm-tiny','tokens':[7,8]}",
            })
    void noValueMakesTheServerFail(String path, String body) throws Exception {
        ObjectNode whole = Json.parseObject(body.replace('\'', '"'));
        assertThat(server.post(path, whole.toString()).statusCode()).isEqualTo(200);
        for (ObjectNode changed : changed(whole)) {
            HttpResponse<String> response = server.post(path, changed.toString());
            assertThat(response.statusCode())
                    .as("%s was answered with %s", changed, response.body())
                    .isIn(200, 400, 404);
            if (response.statusCode() != 200) {
                assertThat(Json.parseObject(response.body())
                                .at("/error/message")
                                .asString())
                        .as("%s", changed)
                        .isNotBlank()
                        .isNotEqualTo("null");
            }
        }
    }

    /** The request with each of its values replaced by each awkward one. */
    private static List<ObjectNode> changed(ObjectNode whole) {
        List<ObjectNode> changed = new ArrayList<>();
        for (String pointer : pointers(whole, "")) {
            for (String value : VALUES) {
                ObjectNode copy = whole.deepCopy();
                int end = pointer.lastIndexOf('/');
                JsonNode parent = copy.at(pointer.substring(0, end));
                String name = pointer.substring(end + 1);
                JsonNode awkward = Json.MAPPER.readTree(value);
                if (parent instanceof ObjectNode object) {
                    object.set(name, awkward);
                } else {
                    ((ArrayNode) parent).set(Integer.parseInt(name), awkward);
                }
                changed.add(copy);
            }
        }
        return changed;
    }

    private static List<String> pointers(JsonNode node, String pointer) {
        List<String> pointers = new ArrayList<>();
        if (!pointer.isEmpty()) {
            pointers.add(pointer);
        }
        node.properties().forEach(entry -> pointers.addAll(pointers(entry.getValue(), pointer + "/" + entry.getKey())));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            pointers.addAll(pointers(node.path(i), pointer + "/" + i));
        }
        return pointers;
    }
}
