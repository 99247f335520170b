package io.alltools.web.generation;

import io.alltools.agent.Tool;
import io.alltools.tools.browser.BrowserSettings;
import io.alltools.tools.browser.BrowserTool;
import io.alltools.tools.browser.FolderSearch;
import io.alltools.trajectories.environment.Workshop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The project's tools for environments: the Python that it is given, which its owner closes, and browsers that know
 * nothing but a folder of pages.
 *
 * <pre>{@code
 * try (PythonTool python = PythonTool.create(PythonSettings.defaults())) {
 *     Environment web = new SiteEnvironment(new ProjectWorkshop(python, BrowserSettings.defaults()));
 * }
 * }</pre>
 */
public record ProjectWorkshop(Tool python, BrowserSettings settings) implements Workshop {

    /** @throws UncheckedIOException when the pages can't be read */
    @Override
    public Tool browser(Path pages) {
        try {
            return BrowserTool.offline(new FolderSearch(pages), settings);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of pages " + pages + " can't be read: " + e.getMessage(), e);
        }
    }
}
