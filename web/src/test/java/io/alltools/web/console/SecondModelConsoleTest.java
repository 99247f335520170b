package io.alltools.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.alltools.agent.Json;
import io.alltools.web.Checkpoints;
import io.alltools.web.OwnCacheServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two models that the server really runs, the one that is chosen answers. */
@Tag("browser")
class SecondModelConsoleTest {

    private static final String SECOND = "second-glm-int8";
    private static final String QUESTION = "Who are you?";

    @Test
    void theModelThatIsChosenInTheQuestionBoxAnswers(@TempDir Path folder) throws Exception {
        Path checkpoint = Checkpoints.copy(folder.resolve("second-glm"));
        try (OwnCacheServer server = new OwnCacheServer(folder);
                ConsolePage console = ConsolePage.open(server.address())) {
            Api api = new Api(server.address());
            Page page = console.page();
            Talk talk = new Talk(page);
            importModel(api, page, checkpoint);
            page.reload();

            talk.settings();
            assertThat(model(page).locator("option")).hasText(new String[] {"glm-tiny (the server's own)", SECOND});
            model(page).selectOption(SECOND);
            talk.askToTheEnd(QUESTION);
            assertThat(talk.facts(0)).containsText(SECOND);
            assertThat(page.locator("button[aria-controls=settings]")).containsText(SECOND);
            assertThat(turns(api, SECOND)).isEqualTo(1);
            assertThat(turns(api, "glm-tiny")).isZero();

            // The conversation goes on with another one, which reads what the first one said.
            talk.settings();
            model(page).selectOption("");
            talk.askToTheEnd("And who are they?");
            assertThat(talk.facts(1)).containsText("glm-tiny");
            assertThat(turns(api, SECOND)).isEqualTo(1);
            assertThat(turns(api, "glm-tiny")).isEqualTo(1);

            // It is kept for new conversations, over a reload.
            talk.settings();
            model(page).selectOption(SECOND);
            console.goTo("/");
            page.reload();
            talk.askToTheEnd(QUESTION);
            assertThat(talk.facts(0)).containsText(SECOND);
            assertThat(turns(api, SECOND)).isEqualTo(2);
        }
    }

    private static Locator model(Page page) {
        return page.getByLabel("Model", new Page.GetByLabelOptions().setExact(true));
    }

    /** How many turns the model has written. */
    private static int turns(Api api, String model) {
        return api.get("api/models/" + model).at("/turns/count").asInt();
    }

    private static void importModel(Api api, Page page, Path checkpoint) {
        String id = api.post(
                        "api/models/import",
                        Json.object()
                                .put("folder", checkpoint.toString())
                                .put("quantize", "int8")
                                .toString())
                .path("id")
                .asString();
        page.waitForCondition(
                () -> api.get("api/models/imports/" + id)
                        .path("state")
                        .asString()
                        .equals("done"),
                new Page.WaitForConditionOptions().setTimeout(Talk.PATIENCE_MILLIS));
    }
}
