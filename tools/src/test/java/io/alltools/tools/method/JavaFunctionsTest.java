package io.alltools.tools.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Json;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Toolbox;
import io.alltools.agent.Trait;
import io.alltools.agent.Trust;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JavaFunctionsTest {

    enum Unit {
        CELSIUS,
        FAHRENHEIT
    }

    record Stop(
            @ToolParameter("a town") String town, @Nullable Integer nights) {}

    record Folder(String name, List<Folder> folders) {}

    static class Travel {

        @ToolFunction("The weather in a city")
        String weather(@ToolParameter("such as Paris") String city, @Nullable Unit unit, @Nullable Double least) {
            return city + " " + unit + " " + least;
        }

        @ToolFunction(value = "Plans a trip", name = "plan", outside = true)
        Map<String, Integer> planTrip(List<Stop> stops, ToolContext context) {
            int nights = stops.stream()
                    .mapToInt(stop -> stop.nights() == null ? 1 : stop.nights())
                    .sum();
            return Map.of(context.sessionId(), nights);
        }

        @ToolFunction("Counts folders")
        int count(Folder folder) {
            return 1 + folder.folders().stream().mapToInt(this::count).sum();
        }

        @ToolFunction("Breaks")
        void fail(boolean badly) {
            throw new IllegalStateException("no trains today");
        }

        @ToolFunction(value = "Says nothing", traits = Trait.REPEATABLE)
        void rest() {}

        String notAFunction() {
            return "";
        }
    }

    private final Toolbox tools = new Toolbox(JavaFunctions.of(new Travel()));

    @Test
    void annotatedMethodsAreFunctionsAndOthersAreNot() {
        assertThat(tools.specs())
                .extracting(ToolSpec::name)
                .containsExactly("count", "fail", "plan", "rest", "weather");
    }

    @Test
    void theSchemaComesFromTheSignature() {
        assertThat(schema("weather")).isEqualTo(Json.parseObject("""
                {"type": "object",
                 "properties": {
                   "city": {"type": "string", "description": "such as Paris"},
                   "unit": {"anyOf": [{"type": "string", "enum": ["CELSIUS", "FAHRENHEIT"]}, {"type": "null"}]},
                   "least": {"type": ["number", "null"]}},
                 "required": ["city"]}"""));
        assertThat(schema("plan")).isEqualTo(Json.parseObject("""
                {"type": "object",
                 "properties": {"stops": {"type": "array", "items": {
                   "type": "object",
                   "properties": {"town": {"type": "string", "description": "a town"},
                                  "nights": {"type": ["integer", "null"]}},
                   "required": ["town"], "additionalProperties": false}}},
                 "required": ["stops"]}"""));
        assertThat(schema("rest")).isEqualTo(Json.parseObject("{\"type\": \"object\", \"properties\": {}}"));
    }

    @Test
    void argumentsBecomeJavaValues() throws Exception {
        assertThat(text("weather", "{\"city\": \"Paris\", \"unit\": \"CELSIUS\", \"least\": 1.5}"))
                .isEqualTo("Paris CELSIUS 1.5");
        assertThat(text("weather", "{\"city\": \"Paris\", \"unit\": null}")).isEqualTo("Paris null null");
        assertThat(text("plan", "{\"stops\": [{\"town\": \"A\", \"nights\": 3}, {\"town\": \"B\"}]}"))
                .isEqualTo("{\"s\":4}");
        assertThat(text("count", "{\"folder\": {\"name\": \"a\", \"folders\": [{\"name\": \"b\", \"folders\": []}]}}"))
                .isEqualTo("2");
        assertThat(text("rest", "{}")).isEqualTo("done");
    }

    @Test
    void wrongArgumentsNameTheField() throws Exception {
        assertThat(text("plan", "{\"stops\": [{\"town\": 7}]}"))
                .startsWith(
                        "Error: the arguments of plan do not fit its schema: at /stops/0/town integer found, string");
        assertThat(text("weather", "{}")).contains("'city'");
    }

    @Test
    void anExceptionIsAnObservation() throws Exception {
        assertThat(call("fail", "{\"badly\": true}"))
                .isEqualTo(ToolResult.failed(ToolResult.Kind.ERROR, "fail failed: no trains today"));
    }

    @Test
    void textFromOutsideIsMarked() throws Exception {
        assertThat(call("plan", "{\"stops\": []}").toObservation("c").trust()).isEqualTo(Trust.UNTRUSTED);
        assertThat(call("rest", "{}").toObservation("c").trust()).isEqualTo(Trust.TRUSTED);
    }

    @Test
    void theAnnotationSaysWhatACallDoesAndWhereItSaysNothingAllIsExpected() {
        assertThat(tools.find("rest").orElseThrow().traits()).containsExactly(Trait.REPEATABLE);
        assertThat(tools.find("count").orElseThrow().traits()).isEqualTo(Trait.UNKNOWN);
    }

    private Object schema(String name) {
        return tools.find(name).orElseThrow().spec().parameters();
    }

    private String text(String name, String arguments) throws InterruptedException {
        return call(name, arguments).toObservation("c").text();
    }

    private ToolResult call(String name, String arguments) throws InterruptedException {
        return tools.call(new ToolCall("c", name, arguments), new ToolContext("s", "c", Path.of("unused")));
    }
}
