package io.alltools.web.responses;

import io.alltools.agent.Json;
import io.alltools.agent.RunEvent;
import io.alltools.agent.Usage;
import io.alltools.web.store.ResponseRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes a response object. */
final class ResponseJson {

    private ResponseJson() {}

    static ObjectNode of(
            ResponseRecord record,
            RunEvent.RunStarted started,
            Instant startedAt,
            ResponseState state,
            List<OutputItem> output,
            Usage usage,
            @Nullable Instant finishedAt) {
        boolean completed = state.status() == ResponseState.Status.COMPLETED;
        ObjectNode json = Json.object()
                .put("id", ResponseIds.ofRun(record.runId()))
                .put("object", "response")
                .put("created_at", startedAt.getEpochSecond())
                .put("completed_at", completed && finishedAt != null ? finishedAt.getEpochSecond() : null)
                .put("status", state.status().json())
                .put("background", record.background())
                .put("model", started.model())
                .putNull("access_programs");
        if (state.error() == null) {
            json.putNull("error");
        } else {
            json.putObject("error").put("code", "server_error").put("message", state.error());
        }
        if (state.incomplete() == null) {
            json.putNull("incomplete_details");
        } else {
            json.putObject("incomplete_details").put("reason", state.incomplete());
        }
        var items = json.putArray("output");
        output.forEach(item -> items.add(item.toJson()));
        json.put("parallel_tool_calls", started.callerTools().parallelCalls())
                .put("temperature", started.sampling().temperature())
                .put("top_p", started.sampling().topP())
                .put("store", record.stored());
        json.setAll(ResponseEcho.complete(record.echo()));
        if (finishedAt == null) {
            json.putNull("usage");
        } else {
            json.set("usage", usage(usage));
        }
        return json;
    }

    /** How many of the tokens were reasoning nobody counts. */
    private static ObjectNode usage(Usage usage) {
        ObjectNode json = Json.object().put("input_tokens", usage.promptTokens());
        json.putObject("input_tokens_details")
                .put("cached_tokens", usage.cachedTokens())
                .put("cache_write_tokens", 0);
        json.put("output_tokens", usage.completionTokens());
        json.putObject("output_tokens_details").put("reasoning_tokens", 0);
        return json.put("total_tokens", usage.totalTokens());
    }
}
