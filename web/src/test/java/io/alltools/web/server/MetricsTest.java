package io.alltools.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.alltools.runtime.LoadListener;
import io.alltools.web.AllTools;
import io.alltools.web.EchoParts;
import io.alltools.web.ModelChoice;
import io.alltools.web.Parts;
import io.alltools.web.RunOrder;
import io.alltools.web.store.DataFolder;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class MetricsTest {

    @TempDir
    private Path folder;

    @Test
    void prometheusSeesToolCallsAndTheJvm() throws Exception {
        try (RunningServer server = new RunningServer(folder)) {
            String run = server.start("call shout hello");
            server.get("/api/runs/" + run + "/events");
            var answer = server.get("/metrics");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain;version=0.0.4;charset=utf-8");
            assertThat(answer.body())
                    .containsPattern("gen_ai_execute_tool_duration_seconds_count\\{.*gen_ai_tool_name=\"shout\".*} 1")
                    .contains("jvm_memory_used_bytes");
        }
    }

    @Test
    void aCollectorGetsASpanForEachToolCall() throws Exception {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            synchronized (received) {
                received.writeBytes(body);
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try {
            String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort();
            Parts parts = new EchoParts() {
                @Override
                public Map<String, String> environment() {
                    return Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint, "OTEL_SERVICE_NAME", "a-name-of-its-own");
                }
            };
            try (AllTools app = AllTools.open(
                    parts,
                    Parts.Lifetime.SHORT,
                    new DataFolder(folder),
                    ModelChoice.DEFAULT,
                    LoadListener.silent(),
                    null)) {
                app.run(RunOrder.of("call shout a-secret"), entry -> {});
            }
            assertThat(received.toString(StandardCharsets.UTF_8))
                    .contains("invoke_agent all-tools", "chat echo", "execute_tool shout", "a-name-of-its-own")
                    .doesNotContain("a-secret");
        } finally {
            collector.stop(0);
        }
    }

    @Test
    void aCollectorThatIsNotThereCostsALineAndNotTheRun() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger("io.alltools.web.telemetry");
        logger.addAppender(lines);
        Parts parts = new EchoParts() {
            @Override
            public Map<String, String> environment() {
                return Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1");
            }
        };
        try (AllTools app = AllTools.open(
                parts,
                Parts.Lifetime.SHORT,
                new DataFolder(folder),
                ModelChoice.DEFAULT,
                LoadListener.silent(),
                null)) {
            assertThat(app.run(RunOrder.of("hello"), entry -> {}).answer()).isEqualTo("hello");
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list).isNotEmpty().allSatisfy(line -> {
            assertThat(line.getFormattedMessage()).startsWith("OpenTelemetry: ").doesNotContain("\n");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }
}
