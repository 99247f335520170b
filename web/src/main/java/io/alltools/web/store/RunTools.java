package io.alltools.web.store;

import io.alltools.agent.RunEvent;
import io.alltools.agent.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which tools were called in which run, kept beside the events so that runs are found by them. */
final class RunTools {

    /** Names are the model's invention at times, and long at times. */
    private static final int NAME_CHARACTERS = 200;

    private RunTools() {}

    /** A call begins; the row is there once, however often a step begins again. */
    static void called(JdbcClient client, String runId, RunEvent.ToolCallStarted call) {
        String tool = name(call.name());
        boolean known = client.sql("select count(*) from run_tools where run_id = ? and tool = ?")
                        .params(runId, tool)
                        .query(Integer.class)
                        .single()
                > 0;
        if (!known) {
            insert(client, runId, tool, 0, 0);
        }
    }

    static void finished(JdbcClient client, String runId, RunEvent.ToolCallFinished call) {
        int failed = call.result() instanceof ToolResult.Failed ? 1 : 0;
        String tool = name(call.name());
        int rows = client.sql(
                        "update run_tools set calls = calls + 1, failed = failed + ? where run_id = ? and tool = ?")
                .params(failed, runId, tool)
                .update();
        if (rows == 0) {
            insert(client, runId, tool, 1, failed);
        }
    }

    private static void insert(JdbcClient client, String runId, String tool, int calls, int failed) {
        client.sql("insert into run_tools (run_id, tool, calls, failed) values (?, ?, ?, ?)")
                .params(runId, tool, calls, failed)
                .update();
    }

    /** The tools of some runs, by the run's id; a run without tools is not there. */
    static Map<String, List<TrajectorySummary.ToolUse>> of(JdbcClient client, List<String> runIds) {
        Map<String, List<TrajectorySummary.ToolUse>> tools = new TreeMap<>();
        if (!runIds.isEmpty()) {
            client.sql("select run_id, tool, calls, failed from run_tools where run_id in (:ids) order by run_id, tool")
                    .param("ids", runIds)
                    .query(row -> {
                        tools.computeIfAbsent(row.getString("run_id"), id -> new ArrayList<>())
                                .add(new TrajectorySummary.ToolUse(
                                        row.getString("tool"), row.getInt("calls"), row.getInt("failed")));
                    });
        }
        return tools;
    }

    static String name(String name) {
        String storable = StorableText.column(name);
        return storable.length() > NAME_CHARACTERS
                // Not in the middle of a character.
                ? StorableText.column(storable.substring(0, NAME_CHARACTERS))
                : storable;
    }
}
