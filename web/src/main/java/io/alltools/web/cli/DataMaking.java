package io.alltools.web.cli;

import io.alltools.trajectories.export.DatasetSource;
import io.alltools.trajectories.export.FileManifest;
import io.alltools.trajectories.generation.RolloutFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** What a command tells in the manifest of the file that it makes. */
final class DataMaking {

    private DataMaking() {}

    /**
     * Reads the files for their checksums.
     *
     * @param files null for the recorded runs
     * @throws IllegalArgumentException when one has a manifest of other data
     */
    static FileManifest.Making of(CommandSpec spec, @Nullable Path... files) throws IOException {
        List<DatasetSource> sources = new ArrayList<>();
        for (@Nullable Path file : files) {
            if (file != null) {
                sources.add(source(file));
            }
        }
        return new FileManifest.Making(spec.name(), options(spec), sources);
    }

    static DatasetSource source(Path file) throws IOException {
        return DatasetSource.of(file, RolloutFile.settings(file));
    }

    private static Map<String, String> options(CommandSpec spec) {
        Map<String, String> options = new TreeMap<>();
        spec.options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .forEach(option -> put(options, option.longestName().replaceFirst("^--", ""), option));
        spec.positionalParameters().forEach(parameter -> put(options, parameter.paramLabel(), parameter));
        return options;
    }

    private static void put(Map<String, String> options, String name, ArgSpec argument) {
        @Nullable Object value = argument.getValue();
        if (value != null) {
            options.put(name, text(value));
        }
    }

    /** Of a file only the name: folders are nobody's concern. */
    private static String text(Object value) {
        return switch (value) {
            case Path path -> String.valueOf(path.getFileName());
            case List<?> list -> list.stream().map(DataMaking::text).collect(Collectors.joining(" "));
            default -> String.valueOf(value);
        };
    }
}
