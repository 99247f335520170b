package io.alltools.trajectories.export;

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
    public ExportResult of(AtifTrajectory trajectory, ExportOptions options) {
        return new ExportResult.Rows(List.of(Json.MAPPER.<ObjectNode>valueToTree(trajectory)), List.of());
    }
}
