package io.alltools.tools.browser;

import static io.alltools.tools.browser.TestSite.ascii;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.alltools.agent.ToolResult.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.Test;

/** PDFs that are made to cost memory, time or the parser's stack: each ends in one line, and so does what it cost. */
class HostilePdfTest {

    @Test
    void aStreamThatUnfoldsToGigabytesIsRefused() throws Exception {
        byte[] bomb = pdf("/FlateDecode", bomb(3000));
        assertThat(bomb).hasSizeLessThan(5 << 20);
        fails(bomb, Duration.ofSeconds(60), Kind.LIMIT_EXCEEDED, "needs more than 256 MB of memory");
    }

    @Test
    void aBombBehindAnotherFilterIsRefused() throws Exception {
        byte[] hex = ascii(HexFormat.of().formatHex(bomb(1500)));
        fails(
                pdf("[/ASCIIHexDecode /FlateDecode]", hex),
                Duration.ofSeconds(60),
                Kind.LIMIT_EXCEEDED,
                "needs more than 256 MB of memory");
    }

    @Test
    void aPageThatTakesForeverIsGivenUpInTimeAndItsProcessEnds() throws Exception {
        // Forms that show each other twice at each level: 2^40 of them.
        StringBuilder pdf = new StringBuilder("%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
                + "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
                + "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R"
                + "/Resources<</XObject<</X 10 0 R>>>>>> endobj\n"
                + "4 0 obj <</Length 5>> stream\n/X Do\nendstream endobj\n");
        for (int i = 10; i < 50; i++) {
            pdf.append(i + " 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 11/Resources<</XObject<</X "
                    + (i + 1) + " 0 R>>>>>> stream\n/X Do /X Do\nendstream endobj\n");
        }
        pdf.append("50 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 1>> stream\nq\nendstream endobj\n");
        pdf.append("trailer <</Root 1 0 R>>\n%%EOF");
        fails(ascii(pdf.toString()), Duration.ofSeconds(3), Kind.TIMEOUT, "within 3.0 s");
        for (int i = 0; i < 100 && workers().count() > 0; i++) {
            Thread.sleep(50);
        }
        assertThat(workers()).isEmpty();
        try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(left.filter(Files::isDirectory)
                            .map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("alltools-pdf"));
        }
    }

    @Test
    void objectsThatAreNestedWithoutEndAreSaid() throws Exception {
        byte[] nested = ascii("%PDF-1.4\n1 0 obj " + "[".repeat(1_000_000) + "]".repeat(1_000_000)
                + " endobj\n2 0 obj <</Type/Catalog/Pages 1 0 R>> endobj\ntrailer <</Root 2 0 R>>\n%%EOF");
        fails(nested, Duration.ofSeconds(60), Kind.UNAVAILABLE, "is a PDF that can't be read");
    }

    @Test
    void pagesThatContainThemselvesEnd() throws Exception {
        byte[] loop = ascii("%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
                + "2 0 obj <</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF");
        ends(loop);
    }

    @Test
    void aCrossReferenceThatLeadsBackToItselfEnds() throws Exception {
        String head = "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
                + "2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj\n";
        ends(ascii(head + "xref\n0 1\n0000000000 65535 f \ntrailer <</Root 1 0 R/Size 3/Prev " + head.length()
                + ">>\nstartxref\n" + head.length() + "\n%%EOF"));
    }

    @Test
    void ofThousandsOfPagesTheFirstAreRead() throws Exception {
        try (PDDocument document = new PDDocument()) {
            for (int i = 0; i < 5000; i++) {
                document.addPage(new PDPage());
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            assertThat(read(out.toByteArray(), Duration.ofSeconds(60)).text())
                    .contains("[the first 300 of 5000 pages]");
        }
    }

    @Test
    void aPdfWithAPasswordSaysSo() throws Exception {
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.save(out);
            fails(out.toByteArray(), Duration.ofSeconds(60), Kind.UNAVAILABLE, "it needs a password");
        }
    }

    @Test
    void aPdfThatBreaksOffEnds() throws Exception {
        byte[] whole = pdf("/FlateDecode", bomb(1));
        ends(Arrays.copyOf(whole, whole.length / 2));
    }

    private static Stream<ProcessHandle> workers() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(PdfWorker.class.getName()));
    }

    /** In a page or in one line that says why not. */
    private static void ends(byte[] pdf) throws Exception {
        try {
            assertThat(read(pdf, Duration.ofSeconds(60)).text()).isNotNull();
        } catch (FetchException e) {
            assertThat(e).hasMessageContaining("is a PDF that can't be read").hasMessageNotContaining("\n");
        }
    }

    private static void fails(byte[] pdf, Duration timeout, Kind kind, String message) {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> read(pdf, timeout))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static Page read(byte[] pdf, Duration timeout) throws Exception {
        try (WebServer web = new WebServer().page("/x.pdf", "application/pdf", pdf);
                PageFetcher fetcher = new PageFetcher(
                        BrowserSettings.defaults().withPrivateAddresses().withTimeout(timeout))) {
            return fetcher.page(web.url("/x.pdf"));
        }
    }

    /** One page, whose content is {@code content}. */
    private static byte[] pdf(String filter, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : List.of(
                ascii("%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
                        + "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
                        + "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>> endobj\n"
                        + "4 0 obj <</Filter " + filter + "/Length " + content.length + ">> stream\n"),
                content,
                ascii("\nendstream endobj\ntrailer <</Root 1 0 R>>\n%%EOF"))) {
            out.write(part);
        }
        return out.toByteArray();
    }

    /** A string of so many mebibytes that does not end, packed as closely as can be. */
    private static byte[] bomb(int mebibytes) throws IOException {
        // Packed once and repeated, since packing takes long.
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(ascii("(".repeat(1 << 20)));
        byte[] buffer = new byte[1 << 16];
        byte[] packed = Arrays.copyOf(buffer, deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH));
        deflater.end();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x78);
        out.write(0xda);
        for (int i = 0; i < mebibytes; i++) {
            out.write(packed);
        }
        return out.toByteArray();
    }
}
