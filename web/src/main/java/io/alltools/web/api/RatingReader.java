package io.alltools.web.api;

import io.alltools.trajectories.rating.Rating;
import io.alltools.trajectories.rating.RunRating;
import io.alltools.web.http.ApiError;
import io.alltools.web.http.JsonFields;
import io.alltools.web.store.RatingStore;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what a person thinks of a run or a step. What is not said is none: a rating replaces the one before. */
final class RatingReader {

    private RatingReader() {}

    static RunRating run(JsonFields body) {
        return new RunRating(
                step(body),
                body.get("included") == null ? null : (Boolean) body.flag("included", false),
                text(body, "task", RatingStore.TASK_CHARACTERS).strip());
    }

    static Rating step(JsonFields body) {
        Double reward = body.number("reward");
        if (reward != null && !(reward >= 0 && reward <= 1)) {
            throw ApiError.invalid("reward", "reward " + reward + " is out of range: expected 0 to 1, or null");
        }
        return new Rating(thumb(body), reward, text(body, "note", RatingStore.NOTE_CHARACTERS), null, null);
    }

    private static Rating.@Nullable Thumb thumb(JsonFields body) {
        String word = body.text("thumb");
        if (word == null) {
            return null;
        }
        for (Rating.Thumb thumb : Rating.Thumb.values()) {
            if (thumb.word().equals(word)) {
                return thumb;
            }
        }
        throw ApiError.invalid("thumb", "thumb \"" + word + "\" is not usable: expected \"up\", \"down\" or null");
    }

    private static String text(JsonFields body, String field, int most) {
        String text = Objects.requireNonNullElse(body.text(field), "");
        if (text.length() > most) {
            throw ApiError.invalid(field, field + " has " + text.length() + " characters: expected at most " + most);
        }
        return text;
    }
}
