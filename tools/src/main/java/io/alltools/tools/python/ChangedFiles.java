package io.alltools.tools.python;

import io.alltools.agent.Part;
import io.alltools.agent.Source;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The files that a cell made or changed, as the model and the user get to see them. */
record ChangedFiles(List<ChangedFile> files) {

    /** How many are named; of a cell that makes hundreds the rest is only counted. */
    private static final int NAMED = 20;

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("csv", "text/csv"),
            Map.entry("gif", "image/gif"),
            Map.entry("html", "text/html"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("json", "application/json"),
            Map.entry("md", "text/markdown"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("png", "image/png"),
            Map.entry("py", "text/x-python"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("tsv", "text/tab-separated-values"),
            Map.entry("txt", "text/plain"),
            Map.entry("xml", "application/xml"),
            Map.entry("zip", "application/zip"));

    /** @param path relative to the session's folder */
    record ChangedFile(String path, long size) {

        String type() {
            String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            return TYPES.getOrDefault(extension, "application/octet-stream");
        }
    }

    /** Reads what a worker says: a line {@code SIZE PATH} for each file. */
    static ChangedFiles parse(String lines) {
        return new ChangedFiles(lines.lines()
                .map(line -> line.split(" ", 2))
                .map(parts -> new ChangedFile(parts[1], Long.parseLong(parts[0])))
                .toList());
    }

    /** One line for the model; empty when there are none. */
    String notice() {
        if (files.isEmpty()) {
            return "";
        }
        String named = files.stream()
                .limit(NAMED)
                .map(file -> "%s (%s, %,d bytes)".formatted(file.path(), file.type(), file.size()))
                .collect(Collectors.joining(", "));
        return "[files written to /mnt/data: " + named
                + (files.size() > NAMED ? ", and " + (files.size() - NAMED) + " more" : "") + "]";
    }

    /** The images among them, with URIs relative to the session's folder. */
    List<Part> images() {
        return files.stream()
                .filter(file -> file.type().equals("image/png") || file.type().equals("image/jpeg"))
                .limit(NAMED)
                .<Part>map(file -> new Part.Image(uri(file.path())))
                .toList();
    }

    /** All that the notice names, with URIs relative to the session's folder. */
    List<Source> items() {
        return files.stream()
                .limit(NAMED)
                .map(file -> new Source(uri(file.path()), file.path()))
                .toList();
    }

    private static String uri(String path) {
        try {
            // "./" or a colon in the first name would make it a scheme.
            return new URI(null, null, "./" + path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a path: " + path, e);
        }
    }
}
