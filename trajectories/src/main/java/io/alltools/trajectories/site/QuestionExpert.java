package io.alltools.trajectories.site;

import io.alltools.agent.Message;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers a question as a good reader does: searches, opens the page that the question is about, follows a link where
 * the fact stands on another one, and answers with what the page says. Reads the numbers of hits and links from what
 * the browser shows.
 */
final class QuestionExpert implements Expert {

    private static final String BROWSER = "simple_browser";

    /** A hit such as {@code # 【0†title†host】} or a link such as {@code 【9†label】}. */
    private static final Pattern NUMBERED = Pattern.compile("【(\\d+)†([^†】]*)(?:†[^】]*)?】");

    private static final Pattern TITLE = Pattern.compile("^TITLE: (.*)$", Pattern.MULTILINE);
    private static final Pattern QUOTE = Pattern.compile("\\[(\\d+†source)]");
    private static final String NEXT_PAGE = "next page";

    /** How often a call that failed is made again. */
    private static final int MOST_TRIES = 3;

    private record Numbered(int id, String label) {}

    private final Question question;
    private final String home;
    private final Deque<String> trail;
    private final Deque<String> searches;
    private final Deque<Numbered> hits = new ArrayDeque<>();
    private Move last = new Move.Answer("", "");
    private boolean searched;
    private boolean wentHome;
    private int tries;

    QuestionExpert(Question question, String home) {
        this.question = question;
        this.home = home;
        trail = new ArrayDeque<>(question.trail());
        searches = new ArrayDeque<>(question.searches());
    }

    @Override
    public Move next(List<Message.Observation> observations) {
        if (observations.isEmpty()) {
            last = search("I look for a page about it first.");
            return last;
        }
        Message.Observation observation = observations.getLast();
        String text = observation.text();
        if (text.startsWith("Error:") && ++tries < MOST_TRIES) {
            return last;
        }
        tries = 0;
        if (searched) {
            searched = false;
            hits.clear();
            hits.addAll(numbered(text));
            last = hit();
        } else {
            last = read(observation, text);
        }
        return last;
    }

    private Move read(Message.Observation page, String text) {
        Matcher heading = TITLE.matcher(text);
        String title = heading.find() ? heading.group(1).strip() : "";
        if (title.equals(trail.peek())) {
            trail.remove();
        }
        List<Numbered> links = numbered(text);
        if (trail.isEmpty() && says(text)) {
            return answer(page, title, text);
        }
        Optional<Numbered> on = labelled(links, trail.isEmpty() ? NEXT_PAGE : trail.getFirst());
        if (on.isPresent()) {
            return click(
                    trail.isEmpty()
                            ? "The page goes on, and what I look for has not come yet."
                            : "What I need stands on the page of " + trail.getFirst() + ", which is linked here.",
                    on.get());
        }
        Optional<Numbered> next = labelled(links, NEXT_PAGE);
        return next.isPresent() ? click("The page goes on, I read its next part.", next.get()) : hit();
    }

    /** Opens the hit that the question is about, or looks further. */
    private Move hit() {
        if (trail.isEmpty()) {
            Numbered first = hits.poll();
            if (first != null) {
                return click("\"" + first.label() + "\" may have it, so I open it.", first);
            }
        } else {
            Optional<Numbered> right = labelled(hits, trail.getFirst());
            if (right.isPresent()) {
                hits.remove(right.get());
                return click("\"" + right.get().label() + "\" is the page about it, so I open it.", right.get());
            }
        }
        if (!searches.isEmpty()) {
            return search("None of these is the page I need. I search with other words.");
        }
        if (!home.isEmpty() && !wentHome && !question.list().isEmpty()) {
            wentHome = true;
            trail.clear();
            if (!question.trail().contains(question.list())) {
                trail.add(question.list());
            }
            trail.addAll(question.trail());
            return call(
                    "The search does not find the page. I begin at the site's first page.",
                    "open_url(\"" + home + "\")");
        }
        return new Move.Answer("I have read all that I found.", "I could not find the answer on the site.");
    }

    private Move answer(Message.Observation page, String title, String text) {
        String value = question.answers().getFirst();
        String line = plain(text)
                .lines()
                .filter(l -> AnswerMatch.words(l).contains(AnswerMatch.words(value)))
                .findFirst()
                .orElse(value)
                .strip();
        String cited = "";
        if (!page.passages().isEmpty()) {
            Matcher quote = QUOTE.matcher(page.passages().getLast().metadata());
            cited = quote.find() ? "【" + quote.group(1) + "】" : "";
        }
        return new Move.Answer(
                "The page \"" + title + "\" says: " + shortened(line),
                "The page \"" + title + "\" gives it" + cited + ".\nAnswer: " + value);
    }

    /** Without the mark that a list or a definition begins with. */
    private static String shortened(String line) {
        String text = line.replaceFirst("^[:>|\\s-]+", "");
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }

    /** Links as the words that they are. */
    private static String plain(String text) {
        return NUMBERED.matcher(text).replaceAll("$2");
    }

    private boolean says(String text) {
        return (" " + AnswerMatch.words(plain(text)) + " ")
                .contains(" " + AnswerMatch.words(question.answers().getFirst()) + " ");
    }

    private Move search(String thought) {
        searched = true;
        String words = searches.remove().replaceAll("[\\s\"\\\\]+", " ").strip();
        return call(thought, "search(\"" + words + "\")");
    }

    private static Move click(String thought, Numbered place) {
        return call(thought, "mclick([" + place.id() + "])");
    }

    private static Move call(String thought, String call) {
        return Move.act(thought, BROWSER, call);
    }

    private static Optional<Numbered> labelled(Iterable<Numbered> places, String label) {
        for (Numbered place : places) {
            if (place.label().strip().equalsIgnoreCase(label)) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    private static List<Numbered> numbered(String text) {
        List<Numbered> numbered = new ArrayList<>();
        Matcher matcher = NUMBERED.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).length() <= 9) {
                numbered.add(new Numbered(Integer.parseInt(matcher.group(1)), matcher.group(2)));
            }
        }
        return numbered;
    }
}
