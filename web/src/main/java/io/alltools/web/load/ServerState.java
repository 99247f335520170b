package io.alltools.web.load;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a server says of itself on {@code /metrics} (Prometheus' text format 0.0.4).
 *
 * @param heapBytes of the JVM's heap in use, garbage included
 * @param threads of the JVM, virtual ones not counted
 * @param openFiles sockets included
 * @param activeSlots KV slots with a request
 * @param waiting requests that wait for a slot
 * @param tokens that the model generated since it was loaded
 */
public record ServerState(long heapBytes, int threads, int openFiles, int activeSlots, int waiting, long tokens) {

    static ServerState read(String metrics) {
        Map<String, Double> sums = new TreeMap<>();
        for (String line : metrics.lines().toList()) {
            int blank = line.lastIndexOf(' ');
            if (line.startsWith("#") || blank < 0) {
                continue;
            }
            String name = line.substring(0, blank);
            String kind = name.contains("{") ? name.substring(0, name.indexOf('{')) + label(name) : name;
            sums.merge(kind, Double.parseDouble(line.substring(blank + 1)), Double::sum);
        }
        return new ServerState(
                sums.getOrDefault("jvm_memory_used_bytes/heap", 0.0).longValue(),
                sums.getOrDefault("jvm_threads_live_threads", 0.0).intValue(),
                sums.getOrDefault("process_files_open_files", 0.0).intValue(),
                sums.getOrDefault("alltools_model_slots/active", 0.0).intValue(),
                sums.getOrDefault("alltools_model_waiting", 0.0).intValue(),
                sums.getOrDefault("alltools_model_tokens_total/generated", 0.0).longValue());
    }

    /** The label that tells the sums apart; others are summed over. */
    private static String label(String name) {
        for (String label : new String[] {"area=\"", "state=\"", "kind=\""}) {
            int at = name.indexOf(label);
            if (at >= 0) {
                int from = at + label.length();
                return "/" + name.substring(from, name.indexOf('"', from));
            }
        }
        return "";
    }
}
