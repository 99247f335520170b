package io.alltools.web.telemetry;

import io.alltools.agent.ChatModel;
import io.alltools.agent.telemetry.Operation;
import io.alltools.agent.telemetry.Telemetry;
import io.alltools.runtime.bench.ResidentMemory;
import io.alltools.runtime.chat.GlmChatModel;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measurements for Prometheus, and spans for OpenTelemetry where the environment names a collector.
 *
 * <p>Spans are set up by OpenTelemetry's own variables ({@code OTEL_EXPORTER_OTLP_ENDPOINT}, {@code OTEL_SERVICE_NAME}
 * and the others of its specification). Where neither an endpoint nor an exporter is named no span is made.
 */
public final class Monitoring implements AutoCloseable {

    /** One of these says that spans are wanted. */
    private static final List<String> SWITCHES =
            List.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_TRACES_EXPORTER");

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final Telemetry telemetry;
    private final @Nullable OpenTelemetrySdk spans;

    private Monitoring(@Nullable OpenTelemetrySdk spans) {
        this.spans = spans;
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        new FileDescriptorMetrics().bindTo(meters);
        gauge(
                "process.resident.memory.bytes",
                "Memory of the process that is in RAM",
                () -> ResidentMemory.now().map(ResidentMemory::resident).orElse(0L));
        garbageCollection.bindTo(meters);
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        if (spans != null) {
            OtelTracer tracer =
                    new OtelTracer(spans.getTracer("io.alltools"), new OtelCurrentTraceContext(), event -> {});
            observations.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
        }
        telemetry = new Telemetry(observations, meters);
    }

    /**
     * Starts to measure.
     *
     * @throws IllegalArgumentException when OpenTelemetry can't work with its variables
     */
    public static Monitoring open(Map<String, String> environment) {
        if (SWITCHES.stream()
                .allMatch(name -> environment.getOrDefault(name, "").isBlank())) {
            return new Monitoring(null);
        }
        OpenTelemetryLog.install();
        try {
            return new Monitoring(AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> properties(environment))
                    // Closing is the application's: a hook would run beside the runs that record their end.
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "OpenTelemetry can't be set up as the OTEL_ variables say: " + reason(e), e);
        }
    }

    private static Map<String, String> properties(Map<String, String> environment) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "otel.service.name", "alltools",
                // The specification's default; the JDK's HTTP client, which sends, has no gRPC.
                "otel.exporter.otlp.protocol", "http/protobuf"));
        environment.forEach((name, value) -> {
            if (name.startsWith("OTEL_")) {
                properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        // Prometheus has the measurements, and what is logged may quote a conversation.
        properties.put("otel.metrics.exporter", "none");
        properties.put("otel.logs.exporter", "none");
        return properties;
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    public Telemetry telemetry() {
        return telemetry;
    }

    /** Measures a number whenever it is asked for; the name has dots. */
    public void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(meters);
    }

    /**
     * Measures what the scheduler of a model does, where the model runs in this process.
     *
     * @return ends that
     */
    public Runnable watch(ChatModel model) {
        if (model instanceof GlmChatModel glm) {
            ModelMeters measured = new ModelMeters(glm.name(), glm::metrics);
            measured.bindTo(meters);
            return () -> measured.removeFrom(meters);
        }
        return () -> {};
    }

    /**
     * The turns of a model since the start, wherever it runs.
     *
     * @param failed those that ended with an error
     * @param mean seconds of a turn
     * @param longest seconds, of the last minutes
     */
    public record Turns(long count, long failed, double mean, double longest) {}

    public Turns turns(String model) {
        Collection<Timer> timers =
                meters.find(Telemetry.TURN_METRIC).tag(Telemetry.MODEL, model).timers();
        long count = timers.stream().mapToLong(Timer::count).sum();
        long good = timers.stream()
                .filter(timer -> Operation.NO_ERROR.equals(timer.getId().getTag(Operation.ERROR)))
                .mapToLong(Timer::count)
                .sum();
        double seconds = timers.stream()
                .mapToDouble(timer -> timer.totalTime(TimeUnit.SECONDS))
                .sum();
        double longest = timers.stream()
                .mapToDouble(timer -> timer.max(TimeUnit.SECONDS))
                .max()
                .orElse(0);
        return new Turns(count, count - good, count == 0 ? 0 : seconds / count, longest);
    }

    MeterRegistry meters() {
        return meters;
    }

    /** All measurements in Prometheus' text format, version 0.0.4. */
    public String scrape() {
        return meters.scrape();
    }

    /** Sends the spans that wait and stops. */
    @Override
    public void close() {
        garbageCollection.close();
        meters.close();
        if (spans != null) {
            spans.close();
        }
    }
}
