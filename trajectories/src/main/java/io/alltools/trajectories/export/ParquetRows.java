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
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows of JSON as Parquet, written by DuckDB. The columns are those that the format declares: lists of objects are
 * lists of structs, as training frameworks load them, and only what is {@link ColumnType.Free} is a text of JSON, such
 * as a call's arguments, the schema of a tool's parameters and ATIF's extras; the manifest names these. A field that is
 * missing is null, as one that is null in the row; there is no difference in Parquet, and none to a format's readers.
 *
 * <p>Until all rows are there they stand in the folder {@code FILE.rows} beside the file, since one column may depend
 * on all of them ({@link ColumnType.Free#TEXT_OR_JSON}). They stand there in pieces: DuckDB takes as many rows of a
 * JSON file at once as its buffer of 32 MB holds, which of token ids are ten times as much in memory, and with each
 * file it begins anew. So the memory depends on the size of a piece and of a row group, and not on the number of rows.
 */
final class ParquetRows implements RowWriter {

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
    private final ParquetColumns columns;
    private @Nullable OutputStream piece;
    private int pieces;
    private long pieceBytes;
    private long rows;
    private long longest;
    private long longestRow;

    ParquetRows(Path file, ColumnType.Fields columns, Limits limits) throws IOException {
        this.columns = new ParquetColumns(columns);
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
        columns.check(row);
        byte[] line = (Json.write(row) + "\n").getBytes(StandardCharsets.UTF_8);
        OutputStream out = piece;
        if (out == null || pieceBytes + line.length > limits.piece()) {
            out = nextPiece();
        }
        out.write(line);
        pieceBytes += line.length;
        rows++;
        if (line.length > longest) {
            longest = line.length;
            longestRow = rows;
        }
    }

    @Override
    public Written finish() throws IOException {
        if (pieces == 0) {
            // Without rows there is still a file with the format's columns.
            nextPiece();
        }
        closePiece();
        Path parquet = folder.resolve(PARQUET);
        write(parquet);
        Files.copy(parquet, file.out());
        return new Written(file, file.seal(), columns.json());
    }

    private void write(Path parquet) throws IOException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("SET autoinstall_known_extensions=false");
            statement.execute("SET memory_limit='" + limits.memory() + "B'");
            statement.execute("SET temp_directory="
                    + ParquetColumns.literal(folder.resolve(SPILT).toString()));
            // Each would reserve memory for the longest line; and one keeps the rows' order by itself.
            statement.execute("SET threads=1");
            // Else a row group is not bounded in bytes.
            statement.execute("SET preserve_insertion_order=false");
            long written = statement.executeUpdate("COPY (SELECT " + columns.selected() + " FROM read_json("
                    + ParquetColumns.literal(pieces())
                    + ", format='newline_delimited', records='true', maximum_object_size="
                    + Math.max(USUAL_LINE, longest) + ", columns=" + columns.read() + ")) TO "
                    + ParquetColumns.literal(parquet.toString())
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

    private OutputStream nextPiece() throws IOException {
        closePiece();
        pieces++;
        OutputStream next = new BufferedOutputStream(
                Files.newOutputStream(folder.resolve(String.format(Locale.ROOT, "%09d.jsonl", pieces))));
        piece = next;
        return next;
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
}
