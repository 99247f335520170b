package io.alltools.tools.browser;

import io.alltools.tools.document.PdfDocument;
import java.io.IOException;
import java.time.LocalDate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A PDF's text as one page.
 *
 * @param title as the document says; may be empty
 * @param text page by page; it says when that is not all
 */
record PdfText(String title, @Nullable LocalDate date, String text) {

    private static final int MAX_CHARACTERS = 2_000_000;

    /** @param deadline of {@link System#nanoTime}; what was read until then counts */
    static PdfText read(byte[] body, long deadline) throws IOException {
        PdfDocument document = PdfDocument.read(body, deadline, MAX_CHARACTERS);
        String text = document.pages().stream().filter(page -> !page.isEmpty()).collect(Collectors.joining("\n\n"));
        int read = document.pages().size();
        String rest = text.length() > MAX_CHARACTERS
                ? "\n\n[the first " + MAX_CHARACTERS + " characters]"
                : read < document.pageCount()
                        ? "\n\n[the first " + read + " of " + document.pageCount() + " pages]"
                        : "";
        return new PdfText(
                document.title(), document.date(), text.substring(0, Math.min(text.length(), MAX_CHARACTERS)) + rest);
    }
}
