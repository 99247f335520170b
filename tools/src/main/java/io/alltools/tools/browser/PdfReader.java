package io.alltools.tools.browser;

import io.alltools.agent.ToolResult.Kind;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.logging.LogFactory;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * Reads PDFs of strangers, each in a process of its own: a PDF of 5 MB can unfold to gigabytes and keep a parser busy
 * for hours, and neither memory nor a thread can be taken back from it inside one JVM.
 */
final class PdfReader {

    private static final int MEGABYTES = 256;
    private static final int OUT_OF_MEMORY = 3;

    private static final Semaphore TURNS = new Semaphore(2);

    private PdfReader() {}

    /** A PDF that is trusted, such as one of the person's own, without the cost of a process. */
    static Page trusted(URI url, byte[] body, String fallbackTitle) throws FetchException {
        try {
            return page(
                    url,
                    PdfText.read(body, System.nanoTime() + Duration.ofMinutes(1).toNanos()),
                    fallbackTitle);
        } catch (IOException e) {
            throw failed(url, e);
        }
    }

    /**
     * A PDF from anywhere. An interrupt ends the process.
     *
     * @param deadline of {@link System#nanoTime}
     */
    static Page untrusted(URI url, byte[] body, String fallbackTitle, long deadline)
            throws FetchException, InterruptedException {
        TURNS.acquire();
        try {
            Path folder = Files.createTempDirectory("alltools-pdf");
            Path in = folder.resolve("in.pdf");
            Path out = folder.resolve("out");
            try {
                Files.write(in, body);
                int exitCode = run(in, out, Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime())));
                if (exitCode == OUT_OF_MEMORY) {
                    throw new FetchException(
                            Kind.LIMIT_EXCEEDED,
                            url + " is a PDF that needs more than " + MEGABYTES + " MB of memory, which is the limit");
                }
                if (exitCode != 0) {
                    throw new IOException("reading it ended with exit code " + exitCode);
                }
                return page(url, PdfWorker.result(out), fallbackTitle);
            } finally {
                Files.deleteIfExists(in);
                Files.deleteIfExists(out);
                Files.deleteIfExists(folder);
            }
        } catch (FetchException e) {
            throw e;
        } catch (IOException e) {
            throw failed(url, e);
        } finally {
            TURNS.release();
        }
    }

    private static int run(Path in, Path out, Duration time) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + MEGABYTES + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.awt.headless=true",
                "-Dpdfbox.fontcache=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                classPath(),
                PdfWorker.class.getName(),
                in.toString(),
                out.toString(),
                Long.toString(time.toMillis()));
        builder.environment().clear();
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    /** What the worker needs, and no more: each jar that it has to look through costs time. */
    private static String classPath() throws IOException {
        List<Class<?>> needed =
                List.of(PdfWorker.class, PDDocument.class, RandomAccessRead.class, TTFParser.class, LogFactory.class);
        return needed.stream()
                .flatMap(type -> Stream.ofNullable(type.getProtectionDomain().getCodeSource()))
                .map(PdfReader::path)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String path(CodeSource source) {
        try {
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of a class is no path: " + source.getLocation(), e);
        }
    }

    private static Page page(URI url, PdfText read, String fallbackTitle) {
        return new Page(
                url, read.title().isEmpty() ? fallbackTitle : read.title(), read.date(), read.text(), List.of());
    }

    private static FetchException failed(URI url, IOException e) {
        return new FetchException(Kind.UNAVAILABLE, url + " is a PDF that can't be read: " + e.getMessage(), e);
    }
}
