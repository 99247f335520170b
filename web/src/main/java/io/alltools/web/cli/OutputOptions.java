package io.alltools.web.cli;

import io.alltools.trajectories.export.DatasetPlace;
import io.alltools.trajectories.export.DatasetPlace.Container;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where training data goes. */
final class OutputOptions {

    // A Path would forget the / at its end.
    @Option(
            names = "--output",
            paramLabel = "FILE|FOLDER/",
            description = "The file to write, or a folder for data.jsonl or data.parquet, which is made where the name"
                    + " ends in / (default: standard output).")
    private @Nullable String output;

    @Option(
            names = "--container",
            paramLabel = "C",
            description = "jsonl (default) or parquet (default where the file's name ends in .parquet).")
    private @Nullable String container;

    /**
     * Null for standard output.
     *
     * @throws IllegalArgumentException when these options make no sense
     */
    @Nullable
    DatasetPlace place() {
        Optional<Container> wanted = container();
        if (output == null) {
            if (wanted.filter(Container.PARQUET::equals).isPresent()) {
                throw new IllegalArgumentException("Parquet is for files: give --output too");
            }
            return null;
        }
        if (output.isEmpty()) {
            throw new IllegalArgumentException("--output \"\": expected the name of a file or folder");
        }
        Path path = Path.of(output);
        return output.endsWith("/") || output.endsWith(File.separator) || Files.isDirectory(path)
                ? DatasetPlace.folder(path, wanted.orElse(Container.JSONL))
                : DatasetPlace.file(path, wanted.orElseGet(() -> Container.of(path)));
    }

    private Optional<Container> container() {
        return container == null
                ? Optional.empty()
                : Optional.of(Container.find(container)
                        .orElseThrow(() -> new IllegalArgumentException("--container \"" + container
                                + "\" is unknown; expected "
                                + Arrays.stream(Container.values())
                                        .map(Container::id)
                                        .collect(Collectors.joining(" or ")))));
    }
}
