package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.alltools.web.EchoParts;
import io.alltools.web.store.AttachmentLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are picked, dropped and pasted, are seen on their way, and can be taken away until the question is sent. */
@Tag("browser")
class AttachConsoleTest {

    @TempDir
    Path folder;

    private EchoServer server;
    private ConsolePage console;
    private Page page;

    @BeforeEach
    void open() {
        server = new EchoServer(folder, new EchoParts() {
            @Override
            public AttachmentLimits attachmentLimits() {
                return AttachmentLimits.ofMegabytes(1, 2, 3);
            }
        });
        console = ConsolePage.open(server.address());
        page = console.page();
    }

    @AfterEach
    void close() {
        try {
            console.close();
        } finally {
            server.close();
        }
    }

    @Test
    void severalFilesAreAttachedAndToldOfWithTheNextQuestion() {
        pick(file("a.csv", "1,2"), file("图 1.txt", "text"));
        assertThat(files()).hasText(new String[] {"a.csv3 B · attached", "图 1.txt4 B · attached"});
        assertThat(page.url()).contains("#/session/");

        ask("look");

        assertThat(page.locator(".note")).containsText("a.csv (text/csv, 3 bytes), 图 1.txt (text/plain, 4 bytes)");
        assertThat(files()).hasCount(0);
        ask("more");
        assertThat(page.locator(".turn").last().locator(".facts")).isVisible();
        assertThat(page.locator(".note")).hasCount(1);
    }

    @Test
    void aFileIsTakenAwayBeforeTheQuestionIsSent() {
        pick(file("a.csv", "1"), file("b.csv", "2"));
        assertThat(files()).containsText(new String[] {"attached", "attached"});

        page.getByLabel("Remove a.csv").click();

        assertThat(files()).hasCount(1);
        ask("look");
        assertThat(page.locator(".note")).hasText("files attached in /mnt/data: b.csv (text/csv, 1 bytes)");
    }

    @Test
    void attachedFilesAndTheDraftOutliveAReload() {
        page.locator("#question").fill("what is in it?");
        pick(file("a.csv", "1"));
        assertThat(files()).containsText(new String[] {"attached"});

        page.reload();

        assertThat(files()).hasText(new String[] {"a.csv1 B · attached"});
        assertThat(page.locator("#question")).hasValue("what is in it?");
        page.getByLabel("Remove a.csv").click();
        assertThat(files()).hasCount(0);
        page.locator("#question").press("Enter");
        assertThat(page.locator(".turn .facts")).isVisible();
        assertThat(page.locator(".note")).hasCount(0);
    }

    @Test
    void whatCantBeAttachedSaysWhyAndWhatToDo() {
        pick(
                new FilePayload("big.bin", "application/octet-stream", new byte[1_500_000]),
                file("first.csv", "first"),
                file("wrong?.txt", "x"));

        assertThat(item("big.bin")).containsText("is too large: at most 1");
        assertThat(item("big.bin")).containsText("Attach a part of it");
        assertThat(item("first.csv")).containsText("attached");
        assertThat(item("wrong?.txt")).containsText("give it another name");
        assertThat(item("wrong?.txt").getByText("Try again")).hasCount(0);
        page.getByLabel("Remove big.bin").click();
        page.getByLabel("Remove wrong?.txt").click();
        console.takeComplaints();

        pick(file("first.csv", "second"));
        assertThat(files()).hasCount(2);
        assertThat(files().last()).containsText("has a file \"first.csv\" already");
        files().last().getByText("Replace it").click();
        assertThat(files().last()).containsText("attached");
        assertThat(content("first.csv")).isEqualTo("second");
        console.takeComplaints();
    }

    @Test
    void anUploadIsSeenOnItsWayAndCanBeBrokenOff() {
        slowDown(60_000);
        pick(new FilePayload("slow.bin", "application/octet-stream", new byte[900_000]), file("next.txt", "n"));
        assertThat(item("slow.bin").getByRole(AriaRole.PROGRESSBAR)).isVisible();
        assertThat(item("slow.bin")).containsText("% sent");
        assertThat(item("next.txt")).containsText("waits");
        page.locator("#question").fill("look");
        page.locator("#question").press("Enter");
        assertThat(page.locator(".turn")).hasCount(0);
        assertThat(page.getByText("Sent when the files are there")).isVisible();
        console.screenshot("upload");

        page.getByLabel("Remove slow.bin").click();

        assertThat(files()).hasCount(1);
        slowDown(-1);
        assertThat(item("next.txt")).containsText("attached");
        page.locator("#question").press("Enter");
        assertThat(page.locator(".note")).hasText("files attached in /mnt/data: next.txt (text/plain, 1 bytes)");
        console.takeComplaints();
    }

    @Test
    void anUploadThatTheNetworkBrokeIsTriedAgain() {
        console.context().setOffline(true);
        pick(file("a.csv", "1"));
        assertThat(item("a.csv")).containsText("The server does not answer");
        console.context().setOffline(false);
        item("a.csv").getByText("Try again").click();
        assertThat(item("a.csv")).containsText("attached");
        console.takeComplaints();
    }

    @Test
    void filesAreDroppedAnywhereOnTheConversation() {
        Object transfer = page.evaluateHandle("""
                () => {
                  const transfer = new DataTransfer();
                  transfer.items.add(new File(["dropped"], "dropped.txt", { type: "text/plain" }));
                  return transfer;
                }""");
        Locator place = page.locator(".scroller");
        place.dispatchEvent("dragenter", Map.of("dataTransfer", transfer));
        assertThat(page.getByText("Drop files to attach them")).isVisible();
        place.dispatchEvent("dragover", Map.of("dataTransfer", transfer));
        place.dispatchEvent("drop", Map.of("dataTransfer", transfer));
        assertThat(page.getByText("Drop files to attach them")).hasCount(0);
        assertThat(item("dropped.txt")).containsText("attached");
        assertThat(content("dropped.txt")).isEqualTo("dropped");
    }

    @Test
    void picturesArePastedUnderNamesOfTheirOwn() {
        for (int i = 0; i < 2; i++) {
            page.evaluate("""
                    () => {
                      const transfer = new DataTransfer();
                      transfer.items.add(new File(["pixels"], "image.png", { type: "image/png" }));
                      document.getElementById("question").dispatchEvent(
                        new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
                    }""");
            assertThat(files()).hasCount(i + 1);
        }
        assertThat(files()).containsText(new String[] {"attached", "attached"});
        assertThat(files().first()).containsText("image-");
    }

    @Test
    void filesThatAreAddedDuringAnAnswerFollowAfterIt() {
        ask("crawl 1000");
        assertThat(page.locator(".turn")).containsText("1 2 3");
        pick(file("a.csv", "1"));
        assertThat(item("a.csv")).containsText("waits until the answer is there");

        page.getByLabel("Stop").click();

        assertThat(item("a.csv")).containsText("attached");
    }

    private void pick(FilePayload... files) {
        page.locator("main input[type=file]").setInputFiles(files);
    }

    private static FilePayload file(String name, String content) {
        return new FilePayload(name, "text/plain", content.getBytes(StandardCharsets.UTF_8));
    }

    private Locator files() {
        return page.getByLabel("Attached files").locator("li");
    }

    private Locator item(String name) {
        return files().filter(new Locator.FilterOptions().setHasText(name));
    }

    private void ask(String text) {
        page.locator("#question").fill(text);
        page.locator("#question").press("Enter");
    }

    /** What lies in the session's folder. */
    private String content(String name) {
        String session = page.url().replaceFirst(".*#/session/", "");
        try {
            return Files.readString(server.app().sessionFolder(session).resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param upload bytes in a second; -1 for as many as there can be */
    private void slowDown(int upload) {
        CDPSession devTools = console.context().newCDPSession(page);
        devTools.send("Network.enable");
        JsonObject conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", 0);
        conditions.addProperty("downloadThroughput", -1);
        conditions.addProperty("uploadThroughput", upload);
        devTools.send("Network.emulateNetworkConditions", conditions);
    }
}
