package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.alltools.runtime.LoadListener;
import io.alltools.web.AllTools;
import io.alltools.web.EchoParts;
import io.alltools.web.ModelChoice;
import io.alltools.web.Parts;
import io.alltools.web.server.WebServer;
import io.alltools.web.store.DataFolder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image that a tool left in the session's folder is seen, in the run and when it is replayed. */
@Tag("browser")
class ImagesTest {

    @Test
    void anImageOfAToolIsShown(@TempDir Path folder) {
        try (AllTools app = AllTools.open(
                        new EchoParts(),
                        Parts.Lifetime.SHORT,
                        new DataFolder(folder),
                        ModelChoice.DEFAULT,
                        LoadListener.silent(),
                        null);
                WebServer server = WebServer.start(app, "127.0.0.1", 0);
                BrowserContext context = Chromium.browser().newContext()) {
            app.add(List.of(EchoParts.PAINT));
            Page page = context.newPage();
            page.navigate("http://127.0.0.1:" + server.port());
            page.getByLabel("Question").fill("call paint charts/a b?.png");
            page.keyboard().press("Enter");

            Locator picture = page.locator("img.picture");
            assertThat(picture).isVisible();
            assertThat(picture).hasJSProperty("complete", true);
            assertThat(picture).hasJSProperty("naturalWidth", 48);
            assertThat(page.locator(".image-name")).hasCount(0);
            page.locator(".facts").waitFor();
            assertThat(page.url()).contains("#/session/");
            page.reload();
            assertThat(picture).hasJSProperty("naturalWidth", 48);
        }
    }
}
