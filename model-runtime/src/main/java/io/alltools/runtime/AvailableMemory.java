package io.alltools.runtime;

import io.alltools.agent.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Memory that the system could give to this process without swapping, as Linux and its control groups count it. */
public final class AvailableMemory {

    private static final Path SYSTEM = Path.of("/proc/meminfo");
    private static final Path GROUP = Path.of("/sys/fs/cgroup");

    private AvailableMemory() {}

    /** In bytes; empty where the system does not say. */
    public static OptionalLong now() {
        try {
            long system = 1024 * field(Files.readAllLines(SYSTEM), "MemAvailable:");
            return OptionalLong.of(Math.min(system, ofGroup()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Bytes that a model's weights and its KV cache take. */
    public static long needed(LoadPlan plan, ModelInfo info) {
        return info.importedBytes(plan.options())
                + (long) plan.context()
                        * plan.slots()
                        * info.config()
                                .kvBytesPerToken(plan.options().type().dtype().bytes());
    }

    /**
     * Refuses what would not fit: a process that takes more than there is, is killed with all that it does.
     *
     * @param name the model's
     * @throws ModelException FAILED when there is not enough
     */
    public static void require(String name, LoadPlan plan, ModelInfo info) {
        long weights = info.importedBytes(plan.options());
        long cache = needed(plan, info) - weights;
        OptionalLong available = now();
        if (available.isPresent() && weights + cache > available.getAsLong()) {
            throw new ModelException(
                    ModelException.Kind.FAILED,
                    String.format(
                            Locale.ROOT,
                            "the model \"%s\" needs %,d MiB (%,d MiB of weights and %,d MiB of KV cache for %d x %,d"
                                    + " tokens), and %,d MiB are available: unload another model, import this one"
                                    + " with fewer bits, or start the server with a smaller --context or fewer --slots",
                            name,
                            (weights + cache) >> 20,
                            weights >> 20,
                            cache >> 20,
                            plan.slots(),
                            plan.context(),
                            available.getAsLong() >> 20));
        }
    }

    /** What the control group leaves; pages of files that were not used for long count as free. */
    private static long ofGroup() throws IOException {
        Path limit = GROUP.resolve("memory.max");
        Path used = GROUP.resolve("memory.current");
        Path statistics = GROUP.resolve("memory.stat");
        if (!Files.isReadable(limit) || !Files.isReadable(used) || !Files.isReadable(statistics)) {
            return Long.MAX_VALUE;
        }
        String most = Files.readString(limit).strip();
        if (most.equals("max")) {
            return Long.MAX_VALUE;
        }
        long inactive = field(Files.readAllLines(statistics), "inactive_file ");
        return Long.parseLong(most) - Long.parseLong(Files.readString(used).strip()) + inactive;
    }

    private static long field(List<String> lines, String name) throws IOException {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).replace("kB", "").strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IOException("no " + name));
    }
}
