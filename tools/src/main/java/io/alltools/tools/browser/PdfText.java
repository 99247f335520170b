package io.alltools.tools.browser;

import io.alltools.agent.ToolResult.Kind;
import io.alltools.tools.document.PdfDocument;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/** A PDF as a page. */
final class PdfText {

    private PdfText() {}

    static Page read(URI url, byte[] body, String fallbackTitle) throws FetchException {
        PdfDocument document;
        try {
            document = PdfDocument.read(body);
        } catch (IOException e) {
            throw new FetchException(Kind.UNAVAILABLE, url + " is a PDF that can't be read: " + e.getMessage(), e);
        }
        int read = document.pages().size();
        String text = document.pages().stream().filter(page -> !page.isEmpty()).collect(Collectors.joining("\n\n"));
        String rest =
                document.pageCount() > read ? "\n\n[the first " + read + " of " + document.pageCount() + " pages]" : "";
        String title = document.title().isEmpty() ? fallbackTitle : document.title();
        return new Page(url, title, document.date(), text + rest, List.of());
    }
}
