package io.alltools.web.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.agent.Toolbox;
import io.alltools.tools.browser.BrowserSettings;
import io.alltools.tools.python.PythonSettings;
import io.alltools.tools.python.PythonTool;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import io.alltools.trajectories.environment.Split;
import io.alltools.trajectories.environment.Task;
import io.alltools.trajectories.site.SiteEnvironment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectWorkshopTest {

    @TempDir
    private Path folder;

    @Test
    void theExpertAnswersFiftyQuestionsWithTheRealBrowser() throws Exception {
        try (PythonTool python = PythonTool.create(PythonSettings.defaults())) {
            SiteEnvironment web = new SiteEnvironment(new ProjectWorkshop(python, BrowserSettings.defaults()));
            int questions = 0;
            int moves = 0;
            for (int number = 0; questions < 50; number++) {
                Task task = web.task(Split.values()[number / 3 % 3], 21, number);
                if (task.data().path("type").asString().equals("question")) {
                    questions++;
                    moves += play(web, task);
                }
            }
            assertThat(moves / 50.0).as("moves of a question").isLessThan(5);
        }
    }

    @Test
    void theBrowserKnowsNothingButThePages() throws Exception {
        try (PythonTool python = PythonTool.create(PythonSettings.defaults())) {
            SiteEnvironment web = new SiteEnvironment(new ProjectWorkshop(python, BrowserSettings.defaults()));
            try (Episode episode = web.reset(web.task(Split.TRAIN, 1, 0))) {
                assertThat(call(new Toolbox(episode.tools()), "simple_browser", "open_url(\"https://example.com/\")")
                                .text())
                        .isEqualTo("Error: there is no page https://example.com/ here and the web is out of reach:"
                                + " search, or click on a link");
            }
        }
    }

    private int play(SiteEnvironment web, Task task) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        try (Episode episode = web.reset(task)) {
            Expert expert = episode.expert();
            Toolbox tools = new Toolbox(episode.tools());
            List<Message.Observation> observations = List.of();
            for (int moves = 1; moves <= 20; moves++) {
                switch (expert.next(observations)) {
                    case Move.Answer answer -> {
                        Attempt attempt = new Attempt(episode.messages(), answer.text(), Outcome.ANSWERED);
                        assertThat(episode.score(attempt).reward())
                                .as(
                                        "%s: %s, seen %s",
                                        task.instruction(),
                                        episode.score(attempt).reason(),
                                        seen)
                                .isEqualTo(1);
                        return moves;
                    }
                    case Move.Act act -> {
                        Move.Call call = act.calls().getFirst();
                        observations = List.of(call(tools, call.name(), call.arguments()));
                        seen.add(call.arguments() + " -> "
                                + observations.getFirst().text());
                    }
                }
            }
        }
        throw new AssertionError("the expert came to no end: " + seen);
    }

    private Message.Observation call(Toolbox tools, String name, String arguments) throws InterruptedException {
        return tools.call(new ToolCall("c", name, arguments), new ToolContext("s", "c", folder))
                .toObservation("c");
    }
}
