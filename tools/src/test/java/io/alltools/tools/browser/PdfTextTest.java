package io.alltools.tools.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Calendar;
import java.util.GregorianCalendar;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.Test;

class PdfTextTest {

    @Test
    void aPdfFromTheWebIsReadPageByPage() throws Exception {
        byte[] pdf = pdf("Annual report", "The river Alm is 400 km long.", "It flows into the sea.");
        try (WebServer web = new WebServer()
                        .page("/report.pdf", "application/pdf", pdf)
                        .page("/mislabelled", "text/html", pdf);
                PageFetcher fetcher = new PageFetcher(BrowserSettings.defaults().withPrivateAddresses())) {
            Page page = fetcher.page(web.url("/report.pdf"));
            assertThat(page.title()).isEqualTo("Annual report");
            assertThat(page.date()).isEqualTo(LocalDate.of(2025, 3, 9));
            assertThat(page.text()).isEqualTo("The river Alm is 400 km long.\n\nIt flows into the sea.");
            assertThat(fetcher.page(web.url("/mislabelled")).text()).isEqualTo(page.text());
        }
    }

    @Test
    void aBrokenPdfIsSaid() throws Exception {
        byte[] broken = "%PDF-1.7\nthis is not one".getBytes(StandardCharsets.US_ASCII);
        try (WebServer web = new WebServer().page("/broken.pdf", "application/pdf", broken);
                PageFetcher fetcher = new PageFetcher(BrowserSettings.defaults().withPrivateAddresses())) {
            assertThatExceptionOfType(FetchException.class)
                    .isThrownBy(() -> fetcher.page(web.url("/broken.pdf")))
                    .withMessageContaining("is a PDF that can't be read");
        }
    }

    private static byte[] pdf(String title, String... pages) throws IOException {
        try (PDDocument document = new PDDocument()) {
            document.getDocumentInformation().setTitle(title);
            document.getDocumentInformation().setCreationDate(new GregorianCalendar(2025, Calendar.MARCH, 9));
            for (String text : pages) {
                PDPage page = new PDPage();
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                    content.newLineAtOffset(72, 700);
                    content.showText(text);
                    content.endText();
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            return out.toByteArray();
        }
    }
}
