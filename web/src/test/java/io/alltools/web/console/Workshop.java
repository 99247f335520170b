package io.alltools.web.console;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.alltools.runtime.LoadListener;
import io.alltools.web.AllTools;
import io.alltools.web.EchoParts;
import io.alltools.web.ModelChoice;
import io.alltools.web.Parts;
import io.alltools.web.server.WebServer;
import io.alltools.web.store.DataFolder;
import java.nio.file.Path;

/** A server within the test, with small tools; and how tests of the pages find what they press. */
final class Workshop implements AutoCloseable {

    /** In what others wrote: it must stay text. */
    static final String PLANTED = "<img src=x onerror=\"window.planted=1\"><script>window.planted=1</script>";

    final AllTools app;
    private final WebServer server;

    Workshop(Path folder) {
        this(folder, new EchoParts());
    }

    Workshop(Path folder, EchoParts parts) {
        app = AllTools.open(
                parts, Parts.Lifetime.SHORT, new DataFolder(folder), ModelChoice.DEFAULT, LoadListener.silent(), null);
        server = WebServer.start(app, "127.0.0.1", 0);
    }

    String address() {
        return "http://localhost:" + server.port() + "/";
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator dialog(Page page) {
        return page.getByRole(AriaRole.DIALOG);
    }

    @Override
    public void close() {
        server.close();
        app.close();
    }
}
