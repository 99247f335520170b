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
 * @param after the run of the session that this one goes on from; null for a first one
 * @param privateFiles whether the session's folder holds, or held, files that the user put there: then what tools that
 *     read it say may be private
 * @param outsideText whether the session holds text that nobody here vouches for, as an import brings it, whatever the
 *     messages say of themselves: then the conversation is untrusted, and what it holds may be private
 * @param callerTools what the caller brings along
 */
public record RunRequest(
        String runId,
        String sessionId,
        Path folder,
        List<Message> messages,
        Sampling sampling,
        Budget budget,
        AnswerFormat format,
        @Nullable ParentCall parent,
        @Nullable String after,
        boolean privateFiles,
        boolean outsideText,
        CallerTools callerTools) {

    /** A run of its own that answers in text. */
    public RunRequest(
            String runId, String sessionId, Path folder, List<Message> messages, Sampling sampling, Budget budget) {
        this(runId, sessionId, folder, messages, sampling, budget, AnswerFormat.TEXT, null);
    }

    /** A run that begins its session, without files of the user and without text from outside. */
    public RunRequest(
            String runId,
            String sessionId,
            Path folder,
            List<Message> messages,
            Sampling sampling,
            Budget budget,
            AnswerFormat format,
            @Nullable ParentCall parent) {
        this(
                runId,
                sessionId,
                folder,
                messages,
                sampling,
                budget,
                format,
                parent,
                null,
                false,
                false,
                CallerTools.NONE);
    }

    /** The same run with its place in the session. */
    public RunRequest inSession(@Nullable String after, boolean privateFiles, boolean outsideText) {
        return new RunRequest(
                runId,
                sessionId,
                folder,
                messages,
                sampling,
                budget,
                format,
                parent,
                after,
                privateFiles,
                outsideText,
                callerTools);
    }

    /** The same run with tools of the caller. */
    public RunRequest with(CallerTools callerTools) {
        return new RunRequest(
                runId,
                sessionId,
                folder,
                messages,
                sampling,
                budget,
                format,
                parent,
                after,
                privateFiles,
                outsideText,
                callerTools);
    }
}
