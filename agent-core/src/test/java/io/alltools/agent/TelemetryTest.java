package io.alltools.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.telemetry.Telemetry;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TelemetryTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ObservationRegistry observations = ObservationRegistry.create();
    private final List<String> spans = new ArrayList<>();
    private final List<String> parents = new ArrayList<>();
    private final Toolbox tools = new Toolbox(List.of(new AddTool())).observedBy(new Telemetry(observations, meters));

    @BeforeEach
    void observe() {
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        observations.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                ObservationView parent = context.getParentObservation();
                parents.add(context.getContextualName() + " in "
                        + (parent == null ? "nothing" : parent.getContextView().getContextualName()));
                spans.add(context.getContextualName() + " " + context.getAllKeyValues());
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
    }

    @Test
    void aToolCallIsASpanAndAMeasurement() throws InterruptedException {
        call("add", "{\"a\": 1, \"b\": 2}");
        assertThat(spans)
                .singleElement()
                .asString()
                .startsWith("execute_tool add")
                .contains("gen_ai.tool.call.id=c1", "gen_ai.tool.type=function", "error.type=none")
                .doesNotContain("\"a\"");
        assertThat(timer("none")).isNotNull().extracting(Timer::count).isEqualTo(1L);
    }

    @Test
    void aFailedCallSaysWhyItFailed() throws InterruptedException {
        call("add", "{\"a\": 1}");
        call("add", "{\"a\": 6, \"b\": 7}");
        assertThat(timer("invalid_arguments")).isNotNull();
        assertThat(timer("error")).isNotNull();
    }

    @Test
    void aNameThatTheModelMadeUpMakesNoTimeSeries() throws InterruptedException {
        call("made_up", "{}");
        assertThat(spans).isEmpty();
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void aRunsModelAndToolCallsLieWithinIt() {
        ScriptedModel model = new ScriptedModel();
        model.calls(new ToolCall("c1", "add", "{\"a\": 1, \"b\": 2}")).says("It is 3.");
        RunRequest request = new RunRequest(
                "run_1",
                "ses_1",
                Path.of("unused"),
                List.of(Message.user("a secret question")),
                Sampling.GREEDY,
                Budget.DEFAULT);
        Agent.of(model, new Toolbox(List.of(new AddTool())), entry -> {})
                .observedBy(new Telemetry(observations, meters))
                .run(request, entry -> {});
        assertThat(parents)
                .containsExactly(
                        "chat scripted in invoke_agent all-tools",
                        "execute_tool add in invoke_agent all-tools",
                        "chat scripted in invoke_agent all-tools",
                        "invoke_agent all-tools in nothing");
        assertThat(spans).noneMatch(span -> span.contains("secret"));
        assertThat(meters.find("gen_ai.client.token.usage")
                        .tag("gen_ai.token.type", "input")
                        .summary())
                .isNotNull()
                .extracting(DistributionSummary::totalAmount)
                .isEqualTo(20.0);
    }

    private @Nullable Timer timer(String error) {
        return meters.find("gen_ai.execute_tool.duration")
                .tag("gen_ai.tool.name", "add")
                .tag("error.type", error)
                .timer();
    }

    private void call(String name, String arguments) throws InterruptedException {
        ToolResult ignored =
                tools.call(new ToolCall("c1", name, arguments), new ToolContext("s", "c1", Path.of("unused")));
    }
}
