package io.alltools.trajectories.site;

import io.alltools.agent.Message;
import io.alltools.agent.Tool;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Score;
import io.alltools.trajectories.environment.Workshop;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A question, and a browser over the pages that answer it. The pages' folder goes with the episode. */
final class QuestionEpisode implements Episode {

    private static final String SYSTEM = """
            You answer questions about a website with simple_browser, which knows nothing but the pages of that site. \
            Content is one call of: search("words"), mclick([0]) for a result or a link by its number, \
            open_url("address").
            Read the page that says it before you answer; news may be out of date. End with a line that begins with \
            "Answer:" and has the fact alone, as the page writes it.""";

    private final Question question;
    private final Site site;
    private final Path folder;
    private final Tool browser;

    private QuestionEpisode(Question question, Site site, Path folder, Tool browser) {
        this.question = question;
        this.site = site;
        this.folder = folder;
        this.browser = browser;
    }

    static QuestionEpisode open(Question question, Site site, Workshop workshop) {
        Path folder = site.write();
        try {
            return new QuestionEpisode(question, site, folder, workshop.browser(folder));
        } catch (RuntimeException | Error e) {
            Site.delete(folder);
            throw e;
        }
    }

    @Override
    public List<Message> messages() {
        String where = site.home().isEmpty() ? "" : "\n\nThe site's first page is " + site.home() + ".";
        return List.of(Message.system(SYSTEM), Message.user(question.text() + where));
    }

    @Override
    public List<Tool> tools() {
        return List.of(browser);
    }

    /** 1 for an exact match after normalisation, else 0; F1 is told beside it. */
    @Override
    public Score score(Attempt attempt) {
        AnswerMatch match = AnswerMatch.of(attempt.answer(), question.answers());
        String answer = AnswerMatch.answer(attempt.answer());
        String found = answer.length() > 200 ? answer.substring(0, 200) + "…" : answer;
        return new Score(
                match.exact() ? 1 : 0,
                Map.of("exact", match.exact() ? 1.0 : 0.0, "f1", match.f1()),
                "expected " + question.answers() + ", found \"" + found + "\"");
    }

    @Override
    public Expert expert() {
        return new QuestionExpert(question, site.home());
    }

    @Override
    public void close() {
        try {
            browser.close();
        } finally {
            Site.delete(folder);
        }
    }
}
