package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An answer that must fit a schema: one that does not is asked for once more. */
class StructuredAnswerTest {

    private static final AnswerFormat SUM = new AnswerFormat.JsonSchema(Json.parseObject("""
            {"type": "object", "properties": {"sum": {"type": "integer"}}, "required": ["sum"]}"""), false);

    private final ScriptedModel model = new ScriptedModel();
    private final List<JournalEntry> events = new ArrayList<>();

    @Test
    void theModelIsToldTheFormatAndMayStillCallTools() {
        model.calls(new ToolCall("c1", "add", "{\"a\": 1, \"b\": 2}")).says("{\"sum\": 3}");
        assertThat(run().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(model.requests).allSatisfy(request -> {
            assertThat(request.constraints().format()).isEqualTo(SUM);
            assertThat(request.tools()).hasSize(1);
        });
    }

    @Test
    void anAnswerThatDoesNotFitIsAskedForOnceMoreWithWhatIsWrong() {
        model.says("three").says("{\"sum\": \"3\"}").says("never");
        model.says("never");
        RunResult result = run();
        assertThat(model.requests).hasSize(2);
        assertThat(model.requests.get(1).messages().getLast().text())
                .startsWith("The answer does not fit the format: not valid JSON")
                .endsWith("Answer again, with nothing but what fits.");
        assertThat(result.outcome().kind()).isEqualTo(Outcome.Kind.FAILED);
        assertThat(result.outcome().detail()).contains("the answer does not fit its format", "/sum", "integer");
    }

    @Test
    void aRepairedAnswerCounts() {
        model.says("three").says("{\"sum\": 3}");
        RunResult result = run();
        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(result.answer()).isEqualTo("{\"sum\": 3}");
        assertThat(events.stream().filter(e -> e.event() instanceof RunEvent.AnswerRejected))
                .hasSize(1);
    }

    private RunResult run() {
        RunRequest request = new RunRequest(
                "run_1",
                "ses_1",
                Path.of("unused"),
                List.of(Message.user("add 1 and 2")),
                Sampling.GREEDY,
                Budget.DEFAULT,
                SUM,
                null);
        return Agent.of(model, new Toolbox(List.of(new AddTool())), events::add).run(request, entry -> {});
    }
}
