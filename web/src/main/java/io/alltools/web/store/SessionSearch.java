package io.alltools.web.store;

import io.alltools.web.caller.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds sessions by what their titles, questions and answers say, whatever the case. Every text is looked through, so
 * one search looks at {@value #MOST_SESSIONS} sessions at most and for about 2 s; the next page goes on from there.
 */
public final class SessionSearch {

    private static final int MOST_SESSIONS = 5_000;
    private static final int SESSIONS_AT_ONCE = 200;
    private static final Duration TIME = Duration.ofSeconds(2);
    private static final int AROUND = 60;

    private final Database database;
    private final SessionStore sessions;
    private final Sight sight;

    /** Sees all sessions. */
    public SessionSearch(Database database, SessionStore sessions) {
        this(database, sessions, Sight.EVERYTHING);
    }

    private SessionSearch(Database database, SessionStore sessions, Sight sight) {
        this.database = database;
        this.sessions = sessions;
        this.sight = sight;
    }

    /** The same with those sessions alone that the caller may see. */
    public SessionSearch as(Caller caller) {
        return new SessionSearch(database, sessions.as(caller), Sight.of(caller));
    }

    /** Where the words were found. */
    public enum Place {
        TITLE,
        QUESTION,
        ANSWER
    }

    /**
     * Words that were found and what stands around them.
     *
     * @param runId the newest run that has them; null where only the title has
     * @param match the words as they stand there
     */
    public record Snippet(@Nullable String runId, Place place, String before, String match, String after) {}

    public record Hit(SessionSummary session, Snippet snippet) {}

    /** @param last the session that was looked at last, to go on behind; null when there are no more */
    public record Page(List<Hit> hits, @Nullable String last) {}

    /**
     * Sessions that have these words, the one in which something happened last first.
     *
     * @param words at least one character that is no space
     * @param before only sessions that come behind this one; null for the first page
     */
    public Page find(String words, int limit, @Nullable String before) {
        List<Hit> hits = new ArrayList<>();
        long deadline = System.nanoTime() + TIME.toNanos();
        String last = before;
        for (int looked = 0; looked < MOST_SESSIONS; looked += SESSIONS_AT_ONCE) {
            List<SessionSummary> some = sessions.newest(SESSIONS_AT_ONCE, last);
            Map<String, Snippet> found = found(words, some);
            for (SessionSummary session : some) {
                last = session.id();
                Snippet snippet = found.get(session.id());
                if (snippet != null) {
                    hits.add(new Hit(session, snippet));
                    if (hits.size() == limit) {
                        return new Page(hits, last);
                    }
                }
            }
            if (some.size() < SESSIONS_AT_ONCE) {
                return new Page(hits, null);
            }
            if (System.nanoTime() > deadline) {
                break;
            }
        }
        return new Page(hits, last);
    }

    private Map<String, Snippet> found(String words, List<SessionSummary> some) {
        Map<String, Snippet> found = new HashMap<>();
        if (some.isEmpty()) {
            return found;
        }
        String pattern = "%" + StorableText.column(words).replaceAll("[!%_]", "!$0") + "%";
        String like = " like lower(:pattern) escape '!'";
        database.read(client -> {
            sight.query(
                            client,
                            "select id, session_id, input, answer from (select r.id, r.session_id, r.input, r.answer,"
                                    + " row_number() over (partition by r.session_id order by r.started_at desc, r.id desc)"
                                    + " as place from runs r where r.session_id in (:ids) and not r.nested"
                                    + " and (lower(r.input)" + like + " or lower(coalesce(r.answer, ''))" + like + ")"
                                    + sight.and("r.session_id") + ") hits where place = 1")
                    .param("ids", some.stream().map(SessionSummary::id).toList())
                    .param("pattern", pattern)
                    .query((row, n) -> {
                        String answer = row.getString("answer");
                        Snippet snippet = snippet(
                                row.getString("id"), words, row.getString("input"), answer == null ? "" : answer);
                        found.put(row.getString("session_id"), snippet);
                        return snippet;
                    })
                    .list();
            return found;
        });
        // A session without a title is called by its first question, which was found by now.
        for (SessionSummary session : some) {
            Matcher title = matcher(words, session.title());
            if (!found.containsKey(session.id()) && title.find()) {
                found.put(session.id(), around(null, Place.TITLE, session.title(), title));
            }
        }
        return found;
    }

    private static Snippet snippet(String runId, String words, String input, String answer) {
        Matcher question = matcher(words, input);
        if (question.find()) {
            return around(runId, Place.QUESTION, input, question);
        }
        Matcher answered = matcher(words, answer);
        // The database may know of letters that are the same and Java does not.
        return answered.find()
                ? around(runId, Place.ANSWER, answer, answered)
                : new Snippet(runId, Place.ANSWER, "", "", cut(answer, 0, Math.min(answer.length(), 2 * AROUND)));
    }

    private static Matcher matcher(String words, String text) {
        return Pattern.compile(Pattern.quote(words), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(text);
    }

    private static Snippet around(@Nullable String runId, Place place, String text, Matcher found) {
        int from = Math.max(0, found.start() - AROUND);
        int to = Math.min(text.length(), found.end() + AROUND);
        return new Snippet(
                runId,
                place,
                (from > 0 ? "…" : "") + cut(text, from, found.start()).stripLeading(),
                found.group(),
                cut(text, found.end(), to).stripTrailing() + (to < text.length() ? "…" : ""));
    }

    /** On one line, and without half a character at its ends. */
    private static String cut(String text, int from, int to) {
        int start = from < to && Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from;
        int end = start < to && Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to;
        return text.substring(start, end).replaceAll("\\s+", " ");
    }
}
