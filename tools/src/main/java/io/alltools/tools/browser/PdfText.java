package io.alltools.tools.browser;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Calendar;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;

/**
 * The text of a PDF. Knows PDFBox and the JDK alone, since it runs in a {@linkplain PdfWorker process of its own} where
 * the PDF is not trusted.
 *
 * @param title as the document says; may be empty
 * @param text page by page
 */
record PdfText(String title, @Nullable LocalDate date, String text) {

    /** More than is ever read; each takes time to lay out. */
    private static final int MAX_PAGES = 300;

    private static final int MAX_CHARACTERS = 2_000_000;

    /** What streams of the document may take when they are decompressed. */
    private static final long MAX_MEMORY = 64L << 20;

    static {
        // PDFBox remembers the system's fonts in a file, which would lie in the user's home folder.
        if (System.getProperty("pdfbox.fontcache") == null) {
            System.setProperty("pdfbox.fontcache", System.getProperty("java.io.tmpdir"));
        }
    }

    /**
     * Reads as many pages as there is time for; the text says when that is not all.
     *
     * @param deadline of {@link System#nanoTime}
     */
    static PdfText read(byte[] body, long deadline) throws IOException {
        try (PDDocument document =
                Loader.loadPDF(body, "", null, null, MemoryUsageSetting.setupMainMemoryOnly(MAX_MEMORY).streamCache)) {
            Stripper stripper = new Stripper(deadline);
            CappedWriter out = new CappedWriter(MAX_CHARACTERS);
            String rest = "";
            try {
                stripper.writeText(document, out);
            } catch (CappedWriter.FullException e) {
                rest = "\n\n[the first " + MAX_CHARACTERS + " characters]";
            }
            int pages = document.getNumberOfPages();
            int read = Math.min(stripper.inTime, pages);
            if (read < pages && rest.isEmpty()) {
                rest = "\n\n[the first " + read + " of " + pages + " pages]";
            }
            String text = out.toString().replaceAll("[ \\t]+\n", "\n").replaceAll("\n{3,}", "\n\n");
            String title = document.getDocumentInformation().getTitle();
            return new PdfText(
                    title == null ? "" : title.strip(),
                    date(document.getDocumentInformation().getCreationDate()),
                    text.strip() + rest);
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

    private static final class Stripper extends PDFTextStripper {

        private final long deadline;
        /** How many pages there was time for. */
        private int inTime = MAX_PAGES;

        private Stripper(long deadline) {
            this.deadline = deadline;
            setLineSeparator("\n");
            setParagraphEnd("\n");
            setPageEnd("\n");
            setSortByPosition(true);
            setEndPage(MAX_PAGES);
        }

        @Override
        public void processPage(PDPage page) throws IOException {
            if (System.nanoTime() - deadline < 0) {
                super.processPage(page);
            } else {
                inTime = Math.min(inTime, getCurrentPageNo() - 1);
            }
        }
    }
}
