package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.alltools.web.EchoParts;
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
        try (EchoServer server = new EchoServer(folder);
                ConsolePage console = ConsolePage.open(server.address())) {
            server.app().add(List.of(EchoParts.PAINT));
            Page page = console.page();
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
