package io.alltools.web.telemetry;

import io.alltools.runtime.batch.BatchMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What the scheduler of a model in this process does, for Prometheus. */
final class ModelMeters implements MeterBinder {

    private static final long FRESH_NANOS = 50_000_000;

    private record Snapshot(long takenAt, BatchMetrics metrics) {}

    private final Tags model;
    private final Supplier<BatchMetrics> source;
    private final List<Meter> bound = new ArrayList<>();
    private volatile @Nullable Snapshot last;

    ModelMeters(String model, Supplier<BatchMetrics> source) {
        this.model = Tags.of("model", model);
        this.source = source;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Sink sink = new Sink(meters);
        sink.gauge(
                "slots",
                "KV slots by what they do",
                "state",
                "active",
                m -> m.slots().active());
        sink.gauge(
                "slots",
                "KV slots by what they do",
                "state",
                "idle",
                m -> m.slots().idle());
        sink.gauge(
                "occupancy",
                "Active slots of all, 0 to 1",
                "",
                "",
                m -> m.slots().active() / (double) m.slots().total());
        sink.gauge(
                "waiting",
                "Requests that wait for a slot",
                "",
                "",
                m -> m.requests().waiting());
        sink.gauge(
                "cache.bytes",
                "Keys and values of all slots",
                "",
                "",
                m -> m.slots().cacheBytes());
        sink.gauge(
                "decoder.alive",
                "1 while the decoder's thread lives",
                "",
                "",
                m -> m.decoder().alive() ? 1 : 0);
        sink.gauge(
                "decoder.turn.seconds",
                "How long the decoder's turn that is under way takes already",
                "",
                "",
                m -> m.decoder().turn().toMillis() / 1e3);
        sink.gauge("tokens.per.second", "Of the last runs", "stage", "prefill", BatchMetrics::prefillTokensPerSecond);
        sink.gauge("tokens.per.second", "Of the last runs", "stage", "decode", BatchMetrics::decodeTokensPerSecond);
        step(sink, "mean", m -> m.stepTime().mean());
        step(sink, "median", m -> m.stepTime().median());
        step(sink, "p99", m -> m.stepTime().p99());
        step(sink, "max", m -> m.stepTime().max());
        ended(sink, "completed", m -> m.requests().completed());
        ended(sink, "cancelled", m -> m.requests().cancelled());
        ended(sink, "expired", m -> m.requests().expired());
        ended(sink, "failed", m -> m.requests().failed());
        ended(sink, "refused", m -> m.requests().refused());
        sink.count(
                "preemptions",
                "Rollouts that gave their slot up",
                "",
                "",
                m -> m.requests().preempted());
        tokens(sink, "reused", m -> m.tokens().reused());
        tokens(sink, "prefilled", m -> m.tokens().prefilled());
        tokens(sink, "generated", m -> m.tokens().generated());
        tokens(sink, "forced", m -> m.tokens().forced());
        tokens(sink, "proposed", m -> m.tokens().proposed());
        tokens(sink, "accepted", m -> m.tokens().accepted());
    }

    /** Ends the measuring: who closes a model has its name free for the next. */
    void removeFrom(MeterRegistry meters) {
        bound.forEach(meters::remove);
        bound.clear();
    }

    private static void step(Sink sink, String which, ToDoubleFunction<BatchMetrics> millis) {
        sink.gauge(
                "step.seconds",
                "Time of a decode step, of the last runs",
                "statistic",
                which,
                m -> millis.applyAsDouble(m) / 1e3);
    }

    private static void ended(Sink sink, String how, ToLongFunction<BatchMetrics> count) {
        sink.count("requests", "Requests by how they ended", "outcome", how, count);
    }

    private static void tokens(Sink sink, String kind, ToLongFunction<BatchMetrics> count) {
        sink.count("tokens", "Tokens by the way they came", "kind", kind, count);
    }

    /** One snapshot serves all meters of a scrape. */
    private BatchMetrics now() {
        Snapshot known = last;
        long time = System.nanoTime();
        if (known == null || time - known.takenAt() > FRESH_NANOS) {
            known = new Snapshot(time, source.get());
            last = known;
        }
        return known.metrics();
    }

    private final class Sink {

        private final MeterRegistry meters;

        Sink(MeterRegistry meters) {
            this.meters = meters;
        }

        void gauge(String name, String what, String tag, String value, ToDoubleFunction<BatchMetrics> read) {
            bound.add(Gauge.builder("alltools.model." + name, () -> read.applyAsDouble(now()))
                    .description(what)
                    .tags(tags(tag, value))
                    .register(meters));
        }

        void count(String name, String what, String tag, String value, ToLongFunction<BatchMetrics> read) {
            bound.add(FunctionCounter.builder(
                            "alltools.model." + name, ModelMeters.this, self -> read.applyAsLong(self.now()))
                    .description(what)
                    .tags(tags(tag, value))
                    .register(meters));
        }

        private Tags tags(String tag, String value) {
            return tag.isEmpty() ? model : model.and(tag, value);
        }
    }
}
