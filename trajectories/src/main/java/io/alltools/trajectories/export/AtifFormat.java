package io.alltools.trajectories.export;

import static io.alltools.trajectories.export.ColumnType.Free.JSON;
import static io.alltools.trajectories.export.ColumnType.Free.TEXT_OR_JSON;
import static io.alltools.trajectories.export.ColumnType.Scalar.FLAG;
import static io.alltools.trajectories.export.ColumnType.Scalar.INTEGER;
import static io.alltools.trajectories.export.ColumnType.Scalar.NUMBER;
import static io.alltools.trajectories.export.ColumnType.Scalar.TEXT;
import static io.alltools.trajectories.export.ColumnType.list;

import io.alltools.agent.Json;
import io.alltools.trajectories.atif.AtifTrajectory;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * The trajectory itself, one object a line; loses nothing.
 *
 * <p>Source: Harbor's RFC 0001, version 1.7.
 */
final class AtifFormat implements TrajectoryFormat {

    @Override
    public String name() {
        return "atif";
    }

    @Override
    public String description() {
        return "Agent Trajectory Interchange Format: the whole record, from which all other formats derive.";
    }

    @Override
    public Set<Loss.Kind> losses() {
        return Set.of();
    }

    @Override
    public ColumnType.Fields columns() {
        ColumnType.Fields call = ColumnType.fields()
                .with("tool_call_id", TEXT)
                .with("function_name", TEXT)
                .with("arguments", JSON)
                .with("extra", JSON);
        ColumnType.Fields result = ColumnType.fields()
                .with("source_call_id", TEXT)
                .with("content", TEXT_OR_JSON)
                .with("extra", JSON);
        ColumnType.Fields metrics = ColumnType.fields()
                .with("prompt_tokens", INTEGER)
                .with("completion_tokens", INTEGER)
                .with("cached_tokens", INTEGER)
                .with("prompt_token_ids", list(INTEGER))
                .with("completion_token_ids", list(INTEGER))
                .with("logprobs", list(NUMBER))
                .with("extra", JSON);
        ColumnType.Fields step = ColumnType.fields()
                .with("step_id", INTEGER)
                .with("timestamp", TEXT)
                .with("source", TEXT)
                .with("message", TEXT_OR_JSON)
                .with("reasoning_content", TEXT)
                .with("tool_calls", list(call))
                .with("observation", ColumnType.fields().with("results", list(result)))
                .with("metrics", metrics)
                .with("llm_call_count", INTEGER)
                .with("is_copied_context", FLAG)
                .with("extra", JSON);
        ColumnType.Fields agent = ColumnType.fields()
                .with("name", TEXT)
                .with("version", TEXT)
                .with("model_name", TEXT)
                .with("tool_definitions", list(JSON));
        ColumnType.Fields sums = ColumnType.fields()
                .with("total_prompt_tokens", INTEGER)
                .with("total_completion_tokens", INTEGER)
                .with("total_cached_tokens", INTEGER)
                .with("total_steps", INTEGER);
        return ColumnType.fields()
                .with("schema_version", TEXT)
                .with("session_id", TEXT)
                .with("trajectory_id", TEXT)
                .with("agent", agent)
                .with("steps", list(step))
                .with("final_metrics", sums)
                .with("extra", JSON);
    }

    @Override
    public ExportResult of(AtifTrajectory trajectory, ExportOptions options) {
        return new ExportResult.Rows(List.of(Json.MAPPER.<ObjectNode>valueToTree(trajectory)), List.of());
    }
}
