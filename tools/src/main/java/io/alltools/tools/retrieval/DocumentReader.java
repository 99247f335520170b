package io.alltools.tools.retrieval;

import io.alltools.tools.document.PdfDocument;
import io.alltools.tools.document.TextCharset;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a file's passages. */
final class DocumentReader {

    private static final Set<String> HTML = Set.of("html", "htm", "xhtml");
    private static final Set<String> TEXT = Set.of("txt", "md", "markdown", "rst", "adoc", "csv", "org");
    private static final String PDF = "pdf";

    /** The user's own files are no bombs, but a broken one must not hold the others up. */
    private static final Duration PDF_TIME = Duration.ofMinutes(1);

    /** @param place where it stands, as an answer cites it: {@code notes.md:3-9} or {@code report.pdf, page 2} */
    record Excerpt(String place, String text) {}

    private DocumentReader() {}

    /** The endings of names, without the dot, in order. */
    static List<String> endings() {
        return Stream.of(HTML, TEXT, Set.of(PDF)).flatMap(Set::stream).sorted().toList();
    }

    /** By the name's ending. */
    static boolean reads(Path file) {
        String ending = ending(file.toString());
        return HTML.contains(ending) || TEXT.contains(ending) || ending.equals(PDF);
    }

    /**
     * The passages in the order of the file.
     *
     * @param name as answers cite it
     * @param target characters of a passage
     * @throws IOException when the content is not what the name promises
     */
    static List<Excerpt> read(String name, byte[] content, int target) throws IOException {
        String ending = ending(name);
        if (ending.equals(PDF)) {
            return pages(
                    name, PdfDocument.read(content, System.nanoTime() + PDF_TIME.toNanos(), Integer.MAX_VALUE), target);
        }
        String text = TextCharset.decode(content, Optional.empty());
        if (text.indexOf('\0') >= 0) {
            throw new IOException("it is no text: it holds zero bytes");
        }
        List<Passages.Line> lines = HTML.contains(ending) ? HtmlLines.of(text) : Passages.lines(text);
        return Passages.of(lines, target).stream()
                .map(piece -> new Excerpt(name + ":" + piece.firstLine() + "-" + piece.lastLine(), piece.text()))
                .toList();
    }

    private static List<Excerpt> pages(String name, PdfDocument document, int target) {
        List<Excerpt> excerpts = new ArrayList<>();
        int number = 0;
        for (String page : document.pages()) {
            String place = name + ", page " + ++number;
            Passages.of(Passages.lines(page), target).forEach(piece -> excerpts.add(new Excerpt(place, piece.text())));
        }
        return excerpts;
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
