package io.alltools.runtime.remote;

import com.openai.core.JsonValue;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.SseException;
import io.alltools.agent.ModelException;
import io.alltools.agent.ModelException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts what went wrong with an endpoint into one line that names its host and never its key. */
final class RemoteErrors {

    private static final int MAX_LINE = 300;

    private final RemoteSettings settings;

    RemoteErrors(RemoteSettings settings) {
        this.settings = settings;
    }

    /**
     * A turn that failed.
     *
     * @param again whether the same request may succeed later
     * @param after how long the endpoint asks to wait before that; null when it does not say
     */
    record Failure(
            ModelException error, boolean again, @Nullable Duration after) {}

    /** Whether the thread was interrupted while it waited for the endpoint. */
    static boolean isInterrupt(Throwable thrown) {
        return find(thrown, InterruptedIOException.class)
                .filter(found -> found.getCause() instanceof InterruptedException)
                .isPresent();
    }

    Failure failure(RuntimeException thrown) {
        if (thrown instanceof ModelException known) {
            return new Failure(known, false, null);
        }
        if (thrown instanceof SseException inStream) {
            return new Failure(error(Kind.FAILED, "failed while it answered" + reason(inStream), thrown), false, null);
        }
        if (thrown instanceof OpenAIServiceException refused) {
            return status(refused);
        }
        Optional<TooSlowException> slow = find(thrown, TooSlowException.class);
        if (slow.isPresent()) {
            return new Failure(error(Kind.DEADLINE_EXCEEDED, line(slow.get().getMessage()), thrown), false, null);
        }
        Optional<UnreadableAnswerException> unreadable = find(thrown, UnreadableAnswerException.class);
        if (unreadable.isPresent()) {
            return new Failure(error(Kind.FAILED, line(unreadable.get().getMessage()), thrown), false, null);
        }
        if (find(thrown, OpenAIInvalidDataException.class).isPresent()) {
            return new Failure(
                    error(Kind.FAILED, "sent a piece that is no valid JSON of a chat completion", thrown), false, null);
        }
        Optional<IOException> connection = find(thrown, IOException.class);
        if (connection.isPresent()) {
            return new Failure(error(Kind.FAILED, connection(connection.get()), thrown), true, null);
        }
        throw thrown;
    }

    /** What an endpoint did wrong that shows only in what it sent. */
    ModelException broken(String what) {
        return error(Kind.FAILED, what, null);
    }

    /** What an endpoint sent, fit for one line. */
    static String line(@Nullable String text) {
        String line = text == null ? "" : text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
        return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "…";
    }

    private Failure status(OpenAIServiceException refused) {
        int status = refused.statusCode();
        String reason = reason(refused);
        Duration after = retryAfter(refused);
        boolean again = status == 408 || status == 409 || status == 429 || status >= 500;
        String field = refused.param().orElse("");
        ModelException error = switch (status) {
            case 300, 301, 302, 303, 307, 308 ->
                error(
                        Kind.FAILED,
                        "redirects" + where(refused) + ", which is not followed: name that address instead",
                        refused);
            case 400, 413, 415, 422 -> invalid(field, "refused the request" + reason);
            case 401, 403 ->
                error(
                        Kind.FAILED,
                        "refused the key with status " + status + ": check ALLTOOLS_REMOTE_KEY" + reason,
                        refused);
            case 404 ->
                invalid(
                        "model",
                        "knows no model \"" + settings.model() + "\" at "
                                + settings.baseUrl().getPath() + reason);
            case 429, 503, 529 -> error(Kind.OVERLOADED, "is too busy, with status " + status + reason, refused);
            default -> error(Kind.FAILED, "answered with status " + status + reason, refused);
        };
        // No waiting fills an account.
        boolean spent = refused.code().filter("insufficient_quota"::equals).isPresent();
        return new Failure(error, again && !spent, after);
    }

    private static String where(OpenAIServiceException refused) {
        List<String> location = refused.headers().values("location");
        return location.isEmpty() ? "" : " to " + line(location.getFirst());
    }

    /** {@code {"error": {"message": …}}}, and what others have made of it. */
    private static String reason(OpenAIServiceException refused) {
        JsonValue body = refused.body();
        Optional<JsonValue> error = Values.member(body, "error");
        String text = error.flatMap(inner -> Values.member(inner, "message"))
                .flatMap(Values::string)
                .or(() -> error.flatMap(Values::string))
                .or(() -> Values.member(body, "message").flatMap(Values::string))
                .or(() -> Values.string(body))
                .orElse("");
        return text.isBlank() ? "" : ": " + line(text);
    }

    /** RFC 9110: seconds or a date; some endpoints give milliseconds as well. */
    private static @Nullable Duration retryAfter(OpenAIServiceException refused) {
        List<String> values = refused.headers().values("retry-after");
        if (values.isEmpty()) {
            return null;
        }
        String value = values.getFirst().strip();
        try {
            return Duration.ofMillis((long) (Double.parseDouble(value) * 1000));
        } catch (NumberFormatException notSeconds) {
            try {
                Duration left = Duration.between(
                        Instant.now(), DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from));
                return left.isNegative() ? Duration.ZERO : left;
            } catch (DateTimeException neither) {
                return null;
            }
        }
    }

    private String connection(IOException failure) {
        return switch (failure) {
            case HttpTimeoutException ignored ->
                "can't be reached within "
                        + Patience.seconds(settings.timeouts().connect());
            case ConnectException ignored -> "can't be reached: check the address and that it runs";
            default ->
                "broke the connection off" + (failure.getMessage() == null ? "" : ": " + line(failure.getMessage()));
        };
    }

    private ModelException invalid(String field, String what) {
        return ModelException.invalid(field, text(what));
    }

    private ModelException error(Kind kind, String what, @Nullable Throwable cause) {
        return cause == null ? new ModelException(kind, text(what)) : new ModelException(kind, text(what), cause);
    }

    private String text(String what) {
        String text = "the model's endpoint " + settings.baseUrl().getAuthority() + " " + what;
        // Some endpoints repeat the key that they refuse.
        return settings.key().isEmpty() ? text : text.replace(settings.key(), "…");
    }

    private static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
