package io.alltools.agent;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run to do.
 *
 * @param sessionId the session that it belongs to
 * @param folder the session's folder for files
 * @param messages the conversation up to and with the new user message
 * @param format what the answer must look like
 * @param parent the call that this run answers; null for a run of its own
 */
public record RunRequest(
        String runId,
        String sessionId,
        Path folder,
        List<Message> messages,
        Sampling sampling,
        Budget budget,
        AnswerFormat format,
        @Nullable ParentCall parent) {

    /** A run of its own that answers in text. */
    public RunRequest(
            String runId, String sessionId, Path folder, List<Message> messages, Sampling sampling, Budget budget) {
        this(runId, sessionId, folder, messages, sampling, budget, AnswerFormat.TEXT, null);
    }
}
