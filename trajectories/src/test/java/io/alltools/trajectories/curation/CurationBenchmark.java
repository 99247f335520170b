package io.alltools.trajectories.curation;

import io.alltools.agent.Json;
import io.alltools.trajectories.SampleTrajectories;
import io.alltools.trajectories.dataset.JsonlTrajectories;
import io.alltools.trajectories.dataset.JsonlWriter;
import io.alltools.trajectories.export.DatasetFile;
import io.alltools.trajectories.export.DatasetPlace;
import io.alltools.trajectories.export.ExportOptions;
import io.alltools.trajectories.export.TrajectoryFormats;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Filters and exports many trajectories and prints how fast, and in how much memory; run it with a small heap such as
 * {@code -Xmx256m}. Arguments: the number of trajectories (1,000,000) and the stages (reward, mask, validity, length).
 */
public final class CurationBenchmark {

    private CurationBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        List<String> stages = arguments.length > 1
                ? List.of(arguments).subList(1, arguments.length)
                : List.of("reward:at-least=0.5", "mask", "validity", "length");
        Path folder = Files.createTempDirectory("curation-benchmark-");
        try {
            Path in = folder.resolve("in.jsonl");
            write(in, records);
            List<Pipeline.Step> steps = new ArrayList<>();
            stages.forEach(stage -> steps.add(Stages.parse(stage)));
            CurationReport report;
            try (DatasetFile out = DatasetFile.create(
                    DatasetPlace.file(folder.resolve("out.jsonl")),
                    TrajectoryFormats.find("glm4").orElseThrow(),
                    ExportOptions.lenient(),
                    new DatasetFile.Origin(List.of(), null))) {
                report = new Pipeline(steps).run(new JsonlTrajectories(in), out::add, folder, Pipeline.Progress.NONE);
                out.finish();
            }
            System.out.print(report.table());
            System.out.printf(
                    "%,.0f trajectories a second, %,.1f MB a second; heap: at most %,d MB were taken, %,d MB are the bound%n",
                    report.in() / report.seconds(),
                    report.bytes() / report.seconds() / 1e6,
                    ManagementFactory.getMemoryPoolMXBeans().stream()
                                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                                    .map(MemoryPoolMXBean::getPeakUsage)
                                    .mapToLong(usage -> usage.getUsed())
                                    .sum()
                            >> 20,
                    Runtime.getRuntime().maxMemory() >> 20);
        } finally {
            for (String name : List.of("in.jsonl", "out.jsonl", "out.jsonl.manifest.json")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
    }

    /** Different numbers, and as many different records as there are small ones by chance. */
    private static void write(Path file, int records) throws IOException {
        try (JsonlWriter writer = JsonlWriter.create(file)) {
            for (int i = 0; i < records; i++) {
                writer.add(SampleTrajectories.random(i));
            }
            System.out.println(Json.write(writer.finish()));
        }
    }
}
