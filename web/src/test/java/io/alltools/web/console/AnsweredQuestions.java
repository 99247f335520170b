package io.alltools.web.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.alltools.agent.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/**
 * The application with four questions that glm-tiny answered, or began to. All tests of trajectories share it, as it
 * and its Python take longer to start than many a test; what a test changes it changes on runs that no other looks at.
 * It ends with the JVM.
 */
final class AnsweredQuestions {

    static final String PRODUCT = "What is 48213 * 77?";

    private static final class Started {
        static final AnsweredQuestions RUNS = start();
    }

    final Path data;
    final Api api;
    final String product;
    final String sorted;
    final String exhausted;

    private AnsweredQuestions(Path data, Api api) {
        this.data = data;
        this.api = api;
        product = api.run(ask(PRODUCT));
        sorted = api.run(ask("Sort these numbers: 5, 3, 99, 1"));
        api.run(ask("345 乘以 78 是多少？"));
        exhausted = api.run(ask(PRODUCT).put("maxSteps", 1));
    }

    static AnsweredQuestions shared() {
        return Started.RUNS;
    }

    private static AnsweredQuestions start() {
        try {
            Path data = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target").toAbsolutePath()), "trajectories");
            Application application = Application.start(data);
            Runtime.getRuntime().addShutdownHook(new Thread(application::close));
            return new AnsweredQuestions(data, new Api(application.address()));
        } catch (Exception e) {
            throw new AssertionError("the application with its answered questions can't be had", e);
        }
    }

    private static ObjectNode ask(String question) {
        return Json.object().put("input", question).put("seed", 1);
    }

    static ConsolePage open(Browser.NewContextOptions options, String hash) {
        ConsolePage console = ConsolePage.open(shared().api.address(), options);
        console.goTo(hash);
        return console;
    }

    /** Of the table of trajectories. */
    static Locator row(Page page, String runId) {
        return page.locator("[data-run=" + runId + "]");
    }
}
