package io.alltools.trajectories.export;

import io.alltools.agent.Json;
import io.alltools.trajectories.dataset.WholeFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows of JSON as Parquet, written by DuckDB. Each top-level field is a column: texts, numbers, booleans and lists of
 * them have types of their own, and everything else is a text of JSON, since its fields differ from row to row and a
 * common type would fill them with nulls. Nothing is lost.
 *
 * <p>The columns are known only when all rows are, so that the rows stand on the disk until then, in the folder
 * {@code FILE.rows} beside the file. They stand there in pieces: DuckDB takes as many rows of a JSON file at once as
 * its buffer of 32 MB holds, of which one of token ids makes ten times as much in memory, and from one file to the next
 * it begins anew. So the memory depends on the size of a piece and of a row group, and not on the number of rows.
 */
final class ParquetRows implements RowWriter {

    private static final String JSON = "JSON";
    /** Of an empty list, which says nothing of its items. */
    private static final String UNKNOWN = "";

    /** DuckDB's own bound of a line, and the least it takes. */
    private static final long USUAL_LINE = 16L << 20;

    private static final long MEGABYTE = 1L << 20;

    private static final String PARQUET = "data.parquet";
    private static final String SPILT = "spilt";
    private static final Pattern OURS = Pattern.compile("\\d{9}\\.jsonl|data\\.parquet");

    /**
     * All in bytes.
     *
     * @param piece of JSON that DuckDB reads at once; a row that is longer has one of its own
     * @param rowGroup of values in memory, at which a row group ends
     * @param memory that DuckDB may take
     */
    record Limits(long piece, long rowGroup, long memory) {

        /** Rows of 20,000 tokens take 0.3 GB, one of a million tokens takes 0.5 GB and one of two million 0.8 GB. */
        static final Limits USUAL = new Limits(8 * MEGABYTE, 32 * MEGABYTE, 1024 * MEGABYTE);
    }

    private final Limits limits;
    private final Path folder;
    private final WholeFile file;
    private final Map<String, String> columns = new LinkedHashMap<>();
    private @Nullable OutputStream piece;
    private int pieces;
    private long pieceBytes;
    private long rows;
    private long longest;
    private long longestRow;

    ParquetRows(Path file, Limits limits) throws IOException {
        this.limits = limits;
        this.file = WholeFile.create(file);
        this.folder = WholeFile.beside(file, ".rows");
        try {
            clear();
            Files.createDirectory(folder);
        } catch (IOException e) {
            this.file.close();
            throw e;
        }
    }

    @Override
    public void add(ObjectNode row) throws IOException {
        row.forEachEntry((name, value) -> {
            if (!value.isNull()) {
                columns.merge(name, type(value), ParquetRows::common);
            }
        });
        byte[] line = (Json.write(row) + "\n").getBytes(StandardCharsets.UTF_8);
        if (piece == null || pieceBytes + line.length > limits.piece()) {
            closePiece();
            pieces++;
            piece = new BufferedOutputStream(
                    Files.newOutputStream(folder.resolve(String.format(Locale.ROOT, "%09d.jsonl", pieces))));
        }
        piece.write(line);
        pieceBytes += line.length;
        rows++;
        if (line.length > longest) {
            longest = line.length;
            longestRow = rows;
        }
    }

    @Override
    public Written finish() throws IOException {
        closePiece();
        columns.replaceAll((name, type) -> type.equals(UNKNOWN) ? JSON : type);
        Path parquet = folder.resolve(PARQUET);
        write(parquet);
        Files.copy(parquet, file.out());
        return new Written(
                file,
                file.seal(),
                columns.entrySet().stream()
                        .filter(column -> column.getValue().equals(JSON))
                        .map(Map.Entry::getKey)
                        .toList());
    }

    private void write(Path parquet) throws IOException {
        String read = columns.entrySet().stream()
                .map(column -> literal(column.getKey()) + ": " + literal(column.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        String selected = columns.entrySet().stream()
                .map(column -> column.getValue().equals(JSON)
                        ? "CAST(" + quoted(column.getKey()) + " AS VARCHAR) AS " + quoted(column.getKey())
                        : quoted(column.getKey()))
                .collect(Collectors.joining(", "));
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET autoinstall_known_extensions=false");
            statement.execute("SET memory_limit='" + limits.memory() + "B'");
            statement.execute(
                    "SET temp_directory=" + literal(folder.resolve(SPILT).toString()));
            // Each would reserve memory for the longest line; and one keeps the rows' order by itself.
            statement.execute("SET threads=1");
            // Else a row group is not bounded in bytes.
            statement.execute("SET preserve_insertion_order=false");
            long written = statement.executeUpdate("COPY (SELECT " + selected + " FROM read_json("
                    + literal(pieces()) + ", format='newline_delimited', maximum_object_size="
                    + Math.max(USUAL_LINE, longest) + ", columns=" + read + ")) TO " + literal(parquet.toString())
                    + " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE_BYTES " + limits.rowGroup() + ")");
            if (written != rows) {
                throw new IOException("the Parquet file has " + written + " rows: expected " + rows);
            }
        } catch (SQLException e) {
            throw new IOException(
                    String.valueOf(e.getMessage()).startsWith("Out of Memory")
                            ? tooLong()
                            : "the rows can't be written as Parquet: " + e.getMessage(),
                    e);
        }
    }

    private String tooLong() {
        return String.format(
                Locale.ROOT,
                "row %d is too long for Parquet: its %.1f MB of JSON need more than the %d MB of memory that DuckDB may"
                        + " take; expected rows of at most two million tokens with their masks, or about 30 MB."
                        + " Export as JSONL, which has no such bound, or filter the trajectories by length first",
                longestRow,
                longest / (double) MEGABYTE,
                limits.memory() / MEGABYTE);
    }

    /** A pattern, in whose order by name the rows are. */
    private String pieces() {
        return folder.toString().replaceAll("([\\[\\]*?{}\\\\])", "[$1]") + "/*.jsonl";
    }

    private void closePiece() throws IOException {
        if (piece != null) {
            piece.close();
            piece = null;
        }
        pieceBytes = 0;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            closePiece();
            clear();
        }
    }

    /** Also what an export has left that was killed; anything else in the folder is somebody's, and stays. */
    private void clear() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Path spilt = folder.resolve(SPILT);
        if (Files.isDirectory(spilt)) {
            delete(spilt, name -> true);
        }
        if (!delete(folder, name -> OURS.matcher(name).matches())) {
            throw new IOException(
                    folder + " is needed for the rows until they are written, and holds other things: move it away");
        }
    }

    /** @return whether nothing is left of the folder */
    private static boolean delete(Path folder, Predicate<String> which) throws IOException {
        boolean all = true;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path path : files) {
                if (which.test(String.valueOf(path.getFileName()))) {
                    Files.delete(path);
                } else {
                    all = false;
                }
            }
        }
        if (all) {
            Files.delete(folder);
        }
        return all;
    }

    /** The type of a field in all rows. */
    private static String type(JsonNode value) {
        if (value.isArray()) {
            if (value.isEmpty()) {
                return UNKNOWN;
            }
            String item = value.valueStream()
                    .map(each -> each.isArray() ? JSON : type(each))
                    .reduce(ParquetRows::common)
                    .orElseThrow();
            return item.equals(JSON) ? JSON : item + "[]";
        }
        if (value.isString()) {
            return "VARCHAR";
        }
        if (value.isBoolean()) {
            return "BOOLEAN";
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return "BIGINT";
        }
        return value.isNumber() ? "DOUBLE" : JSON;
    }

    private static String common(String first, String second) {
        if (first.equals(second) || second.equals(UNKNOWN)) {
            return first;
        }
        if (first.equals(UNKNOWN)) {
            return second;
        }
        String numbers = first + " " + second;
        return switch (numbers) {
            case "BIGINT DOUBLE", "DOUBLE BIGINT" -> "DOUBLE";
            case "BIGINT[] DOUBLE[]", "DOUBLE[] BIGINT[]" -> "DOUBLE[]";
            default -> JSON;
        };
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
