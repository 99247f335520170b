package io.alltools.web.api;

import io.alltools.agent.Json;
import io.alltools.runtime.LoadPlan;
import io.alltools.runtime.Loaded;
import io.alltools.runtime.batch.BatchMetrics;
import io.alltools.runtime.bench.ResidentMemory;
import io.alltools.runtime.chat.GlmChatModel;
import io.alltools.runtime.checkpoint.GlmConfig;
import io.alltools.runtime.remote.RemoteChatModel;
import io.alltools.web.model.KnownModel;
import io.alltools.web.model.ModelStatus;
import io.alltools.web.telemetry.Monitoring;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Models as {@code /api/models} gives them. */
final class ModelJson {

    private ModelJson() {}

    /**
     * One of the list.
     *
     * @param places whether the caller may know where its files lie
     */
    static ObjectNode brief(ModelStatus status, boolean places) {
        KnownModel known = status.known();
        ObjectNode json = Json.object()
                .put("name", known.name())
                .put("kind", known.kind().word())
                .put("state", status.stage().word())
                .put("loaded", status.stage() == ModelStatus.Stage.LOADED)
                .put("current", status.current())
                .put("users", status.users());
        if (!known.form().isEmpty()) {
            json.put("form", known.form());
        }
        if (known.bytes() > 0) {
            json.put("bytes", known.bytes());
        }
        if (!status.problem().isEmpty()) {
            json.put("problem", status.problem());
        }
        if (status.model() != null) {
            json.put("contextLength", status.model().contextLength());
        }
        if (status.loadedAt() != null) {
            json.put("loadedAt", status.loadedAt().toString());
        }
        ModelStatus.Loading loading = status.loading();
        if (loading != null) {
            json.putObject("loading")
                    .put("since", loading.since().toString())
                    .put("done", loading.done())
                    .put("total", loading.total())
                    .put("needed", loading.needed());
        }
        if (status.model() instanceof GlmChatModel glm) {
            Loaded loaded = glm.loaded();
            json.put("form", loaded.plan().options().label())
                    .put("bytes", loaded.memory().weights());
            if (places) {
                json.put("folder", loaded.checkpoint().toString());
            }
        }
        return json;
    }

    /** All that is known of one. */
    static ObjectNode whole(ModelStatus status, boolean places, Monitoring monitoring) {
        ObjectNode json = brief(status, places);
        Monitoring.Turns turns = monitoring.turns(status.known().name());
        json.putObject("turns")
                .put("count", turns.count())
                .put("failed", turns.failed())
                .put("meanSeconds", turns.mean())
                .put("longestSeconds", turns.longest());
        if (status.model() instanceof GlmChatModel glm) {
            Loaded loaded = glm.loaded();
            json.set("architecture", architecture(loaded.config()));
            json.set("runtime", runtime(loaded));
            json.set("memory", memory(loaded.memory()));
            json.set("metrics", metrics(glm.metrics()));
        } else if (status.model() instanceof RemoteChatModel remote) {
            json.putObject("endpoint").put("host", remote.host());
        }
        return json;
    }

    private static ObjectNode architecture(GlmConfig config) {
        return Json.object()
                .put("family", config.architecture().name())
                .put("parameters", config.parameters())
                .put("layers", config.layers())
                .put("hidden", config.hidden())
                .put("ffn", config.ffn())
                .put("heads", config.heads())
                .put("kvHeads", config.kvHeads())
                .put("headDim", config.headDim())
                .put("rotaryDim", config.rotaryDim())
                .put("rope", config.rope().toString())
                .put("vocabulary", config.vocab())
                .put("contextLimit", config.contextLimit())
                .put("tiedEmbeddings", config.tiedEmbeddings());
    }

    private static ObjectNode runtime(Loaded loaded) {
        LoadPlan plan = loaded.plan();
        ObjectNode json = Json.object()
                .put("device", plan.device().toString())
                .put("matrices", LoadPlan.name(plan.options().matrices()))
                .put("lmHead", LoadPlan.name(plan.options().lmHead()))
                .put("embedding", LoadPlan.name(plan.options().embedding()))
                .put("type", plan.options().type().name())
                .put("context", plan.context())
                .put("slots", plan.slots())
                .put("threads", loaded.threads())
                .put("speculation", plan.speculation())
                .put("loadSeconds", loaded.time().toMillis() / 1e3);
        plan.notes().forEach(json.putArray("notes")::add);
        return json;
    }

    /** The parts are computed from what was allocated; heap and resident memory are measured, of the whole process. */
    private static ObjectNode memory(Loaded.Memory memory) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        ObjectNode json = Json.object()
                .put("weights", memory.weights())
                .put("cache", memory.cache())
                .put("logits", memory.logits())
                .put("heapUsed", heap.getUsed())
                .put("heapCommitted", heap.getCommitted());
        ResidentMemory.now()
                .ifPresent(resident -> json.put("resident", resident.resident()).put("peak", resident.peak()));
        return json;
    }

    private static ObjectNode metrics(BatchMetrics metrics) {
        ObjectNode json = (ObjectNode) Json.MAPPER.<JsonNode>valueToTree(metrics);
        json.putObject("decoder")
                .put("alive", metrics.decoder().alive())
                .put("turnSeconds", metrics.decoder().turn().toMillis() / 1e3);
        return json;
    }
}
