package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.alltools.web.console.Workshop.button;
import static io.alltools.web.console.Workshop.dialog;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.alltools.web.EchoParts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the documents in a real browser. */
@Tag("browser")
class KnowledgeConsoleTest {

    @Test
    void documentsAreUploadedSearchedReplacedAndDeleted(@TempDir Path data) throws Exception {
        try (Workshop server = new Workshop(data);
                ConsolePage console = ConsolePage.open(server.address())) {
            Page page = console.page();
            console.goTo("/knowledge");
            assertThat(page.getByText("There are no documents yet")).isVisible();
            console.assertAccessible();
            console.screenshot("knowledge-empty");
            page.getByLabel("Upload documents").setInputFiles(new FilePayload[] {
                document("kitchen.md", "# Kitchen\n\nBread is baked at 220 degrees."),
                document("garden.txt", "Roses are cut in March."),
                document("empty.html", "<p></p>"),
                document("tool.exe", "MZ")
            });
            assertThat(row(page, "kitchen.md")).containsText("indexed");
            assertThat(row(page, "garden.txt")).containsText("indexed");
            assertThat(row(page, "empty.html")).containsText("it holds no text");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("tool.exe: documents like");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("expected one of adoc, csv");
            button(page, "Dismiss").click();

            page.getByLabel("Search for").fill("bread");
            button(page, "Search").click();
            assertThat(page.getByLabel("Passages").last()).containsText("[kitchen.md:1-3]");
            console.assertAccessible();
            console.screenshot("knowledge");

            page.getByLabel("Upload documents").setInputFiles(document("garden.txt", "Tulips are planted in October."));
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("there is a document of this name already");
            button(page, "Replace it garden.txt").click();
            page.getByLabel("Search for").fill("tulips");
            assertThat(row(page, "garden.txt")).containsText("indexed");
            button(page, "Search").click();
            assertThat(page.getByLabel("Passages").last()).containsText("planted in October");

            console.goTo("/tools");
            assertThat(Workshop.link(page, "retrieval")).isVisible();
            console.goTo("/knowledge");
            for (String name : new String[] {"kitchen.md", "garden.txt", "empty.html"}) {
                button(page, "Delete " + name).click();
                dialog(page)
                        .getByText("Delete", new Locator.GetByTextOptions().setExact(true))
                        .click();
                assertThat(row(page, name)).hasCount(0);
            }
            assertThat(page.getByText("There are no documents yet")).isVisible();
            // A refused type and a name that was taken.
            assertThat(console.takeComplaints()).allMatch(complaint -> complaint.matches("(?s).*\\b(400|409)\\b.*"));
        }
    }

    @Test
    void filesAreDropped(@TempDir Path data) {
        try (Workshop server = new Workshop(data);
                ConsolePage console = ConsolePage.open(server.address())) {
            Page page = console.page();
            console.goTo("/knowledge");
            assertThat(page.locator(".drop")).isVisible();
            page.evaluate("""
                    () => {
                      const transfer = new DataTransfer();
                      transfer.items.add(new File(["The well is deep."], "well.md"));
                      document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true }));
                    }""");
            assertThat(row(page, "well.md")).containsText("indexed");
        }
    }

    @Test
    void aPersonsOwnFolderIsShownAndScriptInItsNamesAndTextsStaysText(@TempDir Path own, @TempDir Path data)
            throws Exception {
        String name = "<img src=x onerror=window.planted=1>.md";
        Files.writeString(own.resolve(name), "A fence " + Workshop.PLANTED);
        EchoParts parts = new EchoParts() {
            @Override
            public Map<String, String> environment() {
                return Map.of("ALLTOOLS_DOCUMENTS", own.toString());
            }
        };
        try (Workshop server = new Workshop(data, parts);
                ConsolePage console =
                        ConsolePage.open(server.address(), ConsolePage.desktop().setBypassCSP(true))) {
            Page page = console.page();
            console.goTo("/knowledge");
            assertThat(page.getByText("ALLTOOLS_DOCUMENTS names")).isVisible();
            assertThat(page.getByLabel("Upload documents")).hasCount(0);
            assertThat(row(page, name)).containsText("indexed");
            page.getByLabel("Search for").fill("fence");
            button(page, "Search").click();
            assertThat(page.getByLabel("Passages").last()).containsText(Workshop.PLANTED);
            assertThat(page.evaluate("window.planted ?? null")).isNull();
            assertThat((int) page.evaluate("document.querySelectorAll('#console script, #console [onerror]').length"))
                    .isZero();
            console.screenshot("knowledge-own-folder");
        }
    }

    @Test
    void thePageFitsAPhoneIsDarkAndSpeaksChinese(@TempDir Path data) throws Exception {
        Files.createDirectories(data.resolve("documents"));
        Files.writeString(
                data.resolve("documents/a-rather-long-name-of-a-document-that-somebody-has-chosen.md"), "Some text.");
        try (Workshop server = new Workshop(data)) {
            try (ConsolePage console = ConsolePage.open(server.address(), ConsolePage.phone())) {
                console.goTo("/knowledge");
                assertThat(console.page().getByText("indexed")).isVisible();
                console.assertAccessible();
                console.assertFits();
                console.screenshot("knowledge-phone");
            }
            try (ConsolePage console = ConsolePage.open(server.address(), ConsolePage.chinese())) {
                console.goTo("/knowledge");
                assertThat(console.page().getByText("已索引")).isVisible();
                console.screenshot("knowledge-chinese");
            }
            try (ConsolePage console = ConsolePage.open(server.address(), ConsolePage.dark())) {
                console.goTo("/knowledge");
                assertThat(console.page().getByText("indexed")).isVisible();
                console.assertAccessible();
            }
        }
    }

    private static FilePayload document(String name, String text) {
        return new FilePayload(name, "application/octet-stream", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Locator row(Page page, String name) {
        return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(name));
    }
}
