package io.alltools.tools.document;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;

/**
 * The text of a PDF, page by page.
 *
 * @param title empty where it has none
 * @param date when it was made, where it says so
 * @param pages the text of each page that was read, from the first on
 * @param pageCount pages that there are
 */
public record PdfDocument(String title, @Nullable LocalDate date, List<String> pages, int pageCount) {

    /** More than is ever read; each takes time to lay out. */
    public static final int MAX_PAGES = 300;

    /** What streams of the document may take when they are decompressed. */
    private static final long MAX_MEMORY = 64L << 20;

    static {
        // PDFBox remembers the system's fonts in a file, which would lie in the user's home folder.
        if (System.getProperty("pdfbox.fontcache") == null) {
            System.setProperty("pdfbox.fontcache", System.getProperty("java.io.tmpdir"));
        }
    }

    public PdfDocument {
        pages = List.copyOf(pages);
    }

    /**
     * Reads up to {@link #MAX_PAGES} pages, as many as there is time and room for. It knows PDFBox and the JDK alone,
     * since it runs in a process of its own where the PDF is not trusted.
     *
     * @param deadline of {@link System#nanoTime}, after which no further page is begun
     * @param maxCharacters after which no further page is begun
     * @throws InterruptedIOException when the thread is interrupted between two pages
     * @throws IOException when it can't be read; PDFs are broken in many ways
     */
    public static PdfDocument read(byte[] body, long deadline, int maxCharacters) throws IOException {
        try (PDDocument document =
                Loader.loadPDF(body, "", null, null, MemoryUsageSetting.setupMainMemoryOnly(MAX_MEMORY).streamCache)) {
            String title = Optional.ofNullable(document.getDocumentInformation().getTitle())
                    .map(String::strip)
                    .orElse("");
            int count = document.getNumberOfPages();
            return new PdfDocument(
                    title,
                    date(document.getDocumentInformation().getCreationDate()),
                    pages(document, count, deadline, maxCharacters),
                    count);
        } catch (InvalidPasswordException e) {
            throw new IOException("it needs a password", e);
        } catch (RuntimeException e) {
            throw new IOException(e.toString(), e);
        } catch (StackOverflowError e) {
            throw new IOException("its parts are nested too deeply", e);
        }
    }

    private static @Nullable LocalDate date(@Nullable Calendar created) {
        return created == null
                ? null
                : LocalDate.of(
                        created.get(Calendar.YEAR),
                        created.get(Calendar.MONTH) + 1,
                        created.get(Calendar.DAY_OF_MONTH));
    }

    private static List<String> pages(PDDocument document, int count, long deadline, int maxCharacters)
            throws IOException {
        PDFTextStripper stripper = new Stripper();
        stripper.setLineSeparator("\n");
        stripper.setParagraphEnd("\n");
        stripper.setPageEnd("\n");
        stripper.setSortByPosition(true);
        List<String> pages = new ArrayList<>();
        int room = maxCharacters;
        for (int page = 1; page <= Math.min(count, MAX_PAGES) && room > 0 && System.nanoTime() - deadline < 0; page++) {
            stripper.setStartPage(page);
            stripper.setEndPage(page);
            String text = stripper.getText(document)
                    .replaceAll("[ \\t]+\n", "\n")
                    .replaceAll("\n{3,}", "\n\n")
                    .strip();
            pages.add(text);
            room -= text.length();
        }
        return pages;
    }

    /** Stops between pages when the call was cancelled. */
    private static final class Stripper extends PDFTextStripper {
        private Stripper() throws IOException {}

        @Override
        public void processPage(PDPage page) throws IOException {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("cancelled");
            }
            super.processPage(page);
        }
    }
}
