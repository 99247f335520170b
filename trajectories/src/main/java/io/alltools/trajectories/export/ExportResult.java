package io.alltools.trajectories.export;

import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** What a trajectory came to in a format. */
public sealed interface ExportResult {

    /** Allowed losses of {@link Rows}, or those for which it was refused. */
    List<Loss> losses();

    /**
     * @param rows usually one; each is one line of the JSONL file
     * @param losses what the rows are without; all of it was allowed
     */
    record Rows(List<ObjectNode> rows, List<Loss> losses) implements ExportResult {}

    /** @param losses at least one that was not allowed, and no allowed one */
    record Refused(List<Loss> losses) implements ExportResult {}

    /** Refuses what is not allowed, or writes. */
    static ExportResult of(List<Loss> found, ExportOptions options, Supplier<List<ObjectNode>> writer) {
        List<Loss> refused = found.stream()
                .filter(loss -> !options.allowed().contains(loss.kind()))
                .toList();
        return refused.isEmpty() ? new Rows(List.copyOf(writer.get()), List.copyOf(found)) : new Refused(refused);
    }
}
