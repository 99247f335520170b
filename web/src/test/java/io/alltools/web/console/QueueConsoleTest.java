package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.web.ModelChoice;
import io.alltools.web.OwnCacheServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Others keep the only slot of glm-tiny: the conversation says that it waits, can be stopped then, and gets its turn.
 */
@Tag("browser")
class QueueConsoleTest {

    private static final ModelChoice ONE_SLOT = new ModelChoice("", "cpu", "auto", 0, 0, 1, "auto");
    /** So many that they last longer than all that is looked at meanwhile, however fast the machine is. */
    private static final int OTHERS = 3;

    private static final int ANSWERS = 16;
    private static final String LONG_ANSWERS = """
            {"model": "glm-tiny", "n": %d, "temperature": 0, "messages": [{"role": "user", "content": "%s"}]}""".formatted(ANSWERS, Talk.ENDLESS);

    @Test
    void aRunThatWaitsForASlotSaysSoIsStoppedThereAndTheNextOneIsAnsweredInItsTurn(@TempDir Path folder) {
        try (OwnCacheServer server = new OwnCacheServer(folder, ONE_SLOT);
                ConsolePage console = ConsolePage.open(server.address())) {
            Api api = new Api(server.address());
            Talk talk = new Talk(console.page());
            List<? extends Future<?>> others = Stream.generate(() -> api.begin("v1/chat/completions", LONG_ANSWERS))
                    .limit(OTHERS)
                    .toList();
            console.page().waitForCondition(() -> requests(api, "waiting") > (OTHERS - 1) * ANSWERS);

            talk.ask("What is 6 * 7?");
            assertThat(console.page().locator(".queue"))
                    .hasText(Pattern.compile("The model is busy: \\d+ requests? waits? for a free slot\\."));
            console.assertAccessible();
            console.screenshot("queued");
            talk.button("Stop").click();
            assertThat(talk.stopped(0)).isVisible();
            assertThat(console.page().locator(".queue")).hasCount(0);
            assertThat(talk.turn(0).locator(".markdown")).hasCount(0);
            // It was not waited for.
            assertThat(requests(api, "waiting")).isPositive();

            talk.ask("What is 6 * 7?");
            assertThat(console.page().locator(".queue")).isVisible();
            others.forEach(other -> other.cancel(true));
            talk.assertEnded(1);
            assertThat(talk.answer(1)).hasText(Pattern.compile("\\S+"));
            assertThat(talk.turn(1).locator(".ending")).hasCount(0);
        }
    }

    private static int requests(Api api, String state) {
        return api.get("api/models/glm-tiny").at("/metrics/requests/" + state).asInt();
    }
}
