package io.alltools.web.agui;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ids of messages that a run's events make: they name the run, so that a conversation can go on from there. */
final class MessageIds {

    private static final Pattern OURS = Pattern.compile("(?:msg|rsn|res)_([0-9a-z]{26})_.+");
    private static final String RUN = "run_";

    private MessageIds() {}

    /** @param attempt above 0 where a step's turn was begun again */
    static String text(String runId, int step, int attempt) {
        return "msg_" + bare(runId) + "_" + step + (attempt == 0 ? "" : "_" + attempt);
    }

    static String reasoning(String runId, int step, int attempt) {
        return text(runId, step, attempt).replaceFirst("msg", "rsn");
    }

    static String result(String runId, String callId) {
        return "res_" + bare(runId) + "_" + callId;
    }

    static Optional<String> runOf(String messageId) {
        Matcher matcher = OURS.matcher(messageId);
        return matcher.matches() ? Optional.of(RUN + matcher.group(1)) : Optional.empty();
    }

    private static String bare(String runId) {
        return runId.substring(RUN.length());
    }
}
