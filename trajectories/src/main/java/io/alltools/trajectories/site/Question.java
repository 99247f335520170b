package io.alltools.trajectories.site;

import java.util.List;

/**
 * Something that the pages of a site say.
 *
 * @param answers spellings of the right answer; the first is what the page says
 * @param trail titles of the pages that lead to it, each linked from the one before; empty where they are not known
 * @param searches words to find the first of them, or any page, with; at least one text
 * @param list the title of the page that lists what the trail begins with, linked from the home page; empty where there
 *     is none
 */
record Question(String text, List<String> answers, List<String> trail, List<String> searches, String list) {

    Question {
        answers = List.copyOf(answers);
        trail = List.copyOf(trail);
        searches = List.copyOf(searches);
    }
}
