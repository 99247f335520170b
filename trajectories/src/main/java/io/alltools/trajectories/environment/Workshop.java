package io.alltools.trajectories.environment;

import io.alltools.agent.Tool;
import java.nio.file.Path;

/** Tools of the application that some environments work with. */
public interface Workshop {

    /** {@code python}, shared by all episodes: each has a session of its own. */
    Tool python();

    /**
     * {@code simple_browser} over nothing but the pages (HTML) of a folder.
     *
     * @param pages must stay until the tool is closed
     */
    Tool browser(Path pages);
}
