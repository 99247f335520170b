package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.alltools.runtime.LoadListener;
import io.alltools.web.AllTools;
import io.alltools.web.EchoParts;
import io.alltools.web.ModelChoice;
import io.alltools.web.Parts;
import io.alltools.web.caller.Scope;
import io.alltools.web.key.NewKey;
import io.alltools.web.server.Listening;
import io.alltools.web.server.WebServer;
import io.alltools.web.store.DataFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console of a server that takes keys. */
@Tag("browser")
class SignInConsoleTest {

    @TempDir
    Path folder;

    @Test
    void aKeyOpensTheConsoleAndNoScriptCanReadWhatTheBrowserKeeps() {
        try (AllTools app = AllTools.open(
                new EchoParts(),
                Parts.Lifetime.SHORT,
                new DataFolder(folder),
                ModelChoice.DEFAULT,
                LoadListener.silent(),
                null)) {
            NewKey key = NewKey.make("ada", Scope.DEFAULT, 600, 200_000, null, Instant.now());
            assertThat(app.keys().insert(key.key(), key.hash())).isTrue();
            Listening listening = Listening.at("127.0.0.1").behindProxy();
            try (WebServer server = WebServer.start(app, listening, 0, List.of());
                    ConsolePage console = ConsolePage.open("http://127.0.0.1:" + server.port() + "/")) {
                Page page = console.page();

                page.getByLabel("API key").fill("alltools_wrong");
                signIn(page);
                assertThat(page.getByRole(AriaRole.ALERT)).containsText("key");

                page.getByLabel("API key").fill(key.secret());
                signIn(page);
                page.getByLabel("Question").fill("hello there");
                page.keyboard().press("Enter");
                assertThat(page.locator(".markdown").last()).containsText("hello there");
                assertThat(page.evaluate("document.cookie")).isEqualTo("");

                page.getByLabel("Question").fill("half a secret");
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out (ada)"))
                        .click();
                assertThat(page.getByLabel("API key")).isVisible();
                assertThat(page.getByText("hello there")).hasCount(0);
                assertThat(page.url()).doesNotContain("session");
                assertThat(page.evaluate("JSON.stringify(sessionStorage)")).isEqualTo("{}");
                page.reload();
                assertThat(page.getByLabel("API key")).isVisible();
                assertThat(console.takeComplaints()).allMatch(complaint -> complaint.contains("401"));
            }
        }
    }

    private static void signIn(Page page) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
    }
}
