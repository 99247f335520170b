package io.alltools.web.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The load command's work in small; its figures come from the whole of it. */
class ServerUnderLoadTest {

    @Test
    void manyClientsAtOnceGetWholeAnswersAndLeaveNothingBehind() throws Exception {
        try (ServerProcess server = ServerProcess.start(List.of())) {
            LoadReport report = new LoadRun(server.address(), "", "glm-tiny", server::residentBytes)
                    .run(new LoadPlan(32, 300, 32), line -> {});
            assertThat(report.errors()).isEmpty();
            assertThat(report.whole()).hasSize(300);
            assertThat(report.firstToken()).hasSize(200);
            assertThat(report.tokensPerSecond()).isPositive();
            assertThat(report.after().server().activeSlots()
                            + report.after().server().waiting())
                    .isZero();
            assertThat(report.after().server().openFiles())
                    .isLessThan(report.before().server().openFiles() + 16);
        }
    }

    @Test
    void whatIsNotGivenBackIsNamed() {
        LoadReport.Sample good = new LoadReport.Sample(new ServerState(1, 20, 100, 0, 0, 5), 300 << 20);
        LoadReport.Sample bad = new LoadReport.Sample(new ServerState(1, 90, 400, 1, 2, 5), 500 << 20);
        assertThat(report(Map.of(), good).problems()).isEmpty();
        assertThat(report(Map.of("status 500", 2), bad).problems())
                .hasSize(5)
                .anyMatch(problem -> problem.contains("2 of 10 requests went wrong: {status 500=2}"))
                .anyMatch(problem -> problem.contains("1 slots are active and 2 requests wait"))
                .anyMatch(problem -> problem.contains("open files grew from 100 to 400"));
    }

    @Test
    void metricsAreReadAsPrometheusReadsThem() {
        ServerState state = ServerState.read("""
                # HELP jvm_memory_used_bytes of memory
                jvm_memory_used_bytes{area="heap",id="Eden Space"} 1.5E6
                jvm_memory_used_bytes{area="heap",id="Tenured Gen"} 500000
                jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 9
                jvm_threads_live_threads 21
                process_files_open_files 44
                alltools_model_slots{model="m",state="active"} 3
                alltools_model_slots{model="m",state="idle"} 5
                alltools_model_waiting{model="m"} 2
                alltools_model_tokens_total{kind="generated",model="m"} 77
                """);
        assertThat(state).isEqualTo(new ServerState(2_000_000, 21, 44, 3, 2, 77));
    }

    private static LoadReport report(Map<String, Integer> errors, LoadReport.Sample after) {
        LoadReport.Sample before = new LoadReport.Sample(new ServerState(1, 20, 100, 0, 0, 0), 290 << 20);
        return new LoadReport(
                new LoadPlan(2, 10, 0), Duration.ofSeconds(1), errors, List.of(), List.of(), before, before, after);
    }
}
