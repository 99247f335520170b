package io.alltools.tools.browser;

import io.alltools.agent.ToolResult.Kind;
import java.io.IOException;
import java.net.URI;
import java.time.LocalDate;
import java.util.Calendar;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;

/** The text of a PDF. */
final class PdfText {

    /** More than is ever read; each takes time to lay out. */
    private static final int MAX_PAGES = 300;

    /** What streams of the document may take when they are decompressed. */
    private static final long MAX_MEMORY = 64L << 20;

    static {
        // PDFBox remembers the system's fonts in a file, which would lie in the user's home folder.
        if (System.getProperty("pdfbox.fontcache") == null) {
            System.setProperty("pdfbox.fontcache", System.getProperty("java.io.tmpdir"));
        }
    }

    private PdfText() {}

    static Page read(URI url, byte[] body, String fallbackTitle) throws FetchException {
        try (PDDocument document =
                Loader.loadPDF(body, "", null, null, MemoryUsageSetting.setupMainMemoryOnly(MAX_MEMORY).streamCache)) {
            String title = Optional.ofNullable(document.getDocumentInformation().getTitle())
                    .map(String::strip)
                    .filter(t -> !t.isEmpty())
                    .orElse(fallbackTitle);
            Calendar created = document.getDocumentInformation().getCreationDate();
            LocalDate date = created == null
                    ? null
                    : LocalDate.of(
                            created.get(Calendar.YEAR),
                            created.get(Calendar.MONTH) + 1,
                            created.get(Calendar.DAY_OF_MONTH));
            PDFTextStripper stripper = new Stripper();
            stripper.setLineSeparator("\n");
            stripper.setParagraphEnd("\n");
            stripper.setPageEnd("\n");
            stripper.setSortByPosition(true);
            stripper.setEndPage(MAX_PAGES);
            String text =
                    stripper.getText(document).replaceAll("[ \\t]+\n", "\n").replaceAll("\n{3,}", "\n\n");
            int pages = document.getNumberOfPages();
            String rest = pages > MAX_PAGES ? "\n\n[the first " + MAX_PAGES + " of " + pages + " pages]" : "";
            return new Page(url, title, date, text.strip() + rest, List.of());
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new FetchException(Kind.UNAVAILABLE, url + " is a PDF that can't be read: " + e.getMessage(), e);
        }
    }

    /** Stops between pages when the call was cancelled. */
    private static final class Stripper extends PDFTextStripper {
        private Stripper() throws IOException {}

        @Override
        public void processPage(PDPage page) throws IOException {
            if (Thread.currentThread().isInterrupted()) {
                throw new java.io.InterruptedIOException("cancelled");
            }
            super.processPage(page);
        }
    }
}
