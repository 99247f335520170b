package io.alltools.trajectories.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Something of a trajectory that a format can't hold.
 *
 * @param step the id of the step that it is in; 0 when it is of the trajectory as a whole
 * @param message one sentence for a person, which names the step
 */
public record Loss(Kind kind, int step, String message) {

    /** What can be lost. Where a loss is allowed, the row is written as is said here. */
    public enum Kind {
        /** No turn is to be trained on; there is no row. */
        NOTHING_TO_LEARN("No turn is to be trained on, and there is no row."),
        /** The run came to no answer; the row doesn't say so. */
        INCOMPLETE_RUN("The run came to no answer, which the row does not say."),
        /** A call has no result; the row is without the call. */
        UNANSWERED_CALL("A call without a result is left out."),
        /** Images are left out. */
        IMAGES("Images are left out."),
        /** What the model thought before it spoke is left out. */
        REASONING("What the model thought before it spoke is left out."),
        /** A turn is not to be trained on, and is trained on. */
        LOSS_MASK("Turns that are not to be trained on are trained on like the others."),
        /** A call failed; the row keeps the text that the model got and not the failure. */
        TOOL_FAILURE("A failed call looks like any other; the text that the model got stays."),
        /** A result has several passages or metadata lines; the row has one text without metadata. */
        PASSAGE_METADATA("The passages of a result are one text without their metadata lines."),
        /** Arguments are no JSON object; the row has an empty object. */
        INVALID_ARGUMENTS("Arguments that are no JSON object become an empty one."),
        /** Several calls in one turn follow one another, each with its result. */
        PARALLEL_CALLS("Several calls of one turn follow one another, each with its result."),
        /** Instructions that don't stand first are left out. */
        SYSTEM_INSIDE("System messages that do not stand first are left out."),
        /** What came after the agent's last turn is left out. */
        TRAILING_TURN("What came after the agent's last turn is left out."),
        /** Turns of one side in a row are joined, and what the agent said before the user did is left out. */
        TURN_ORDER("Turns of one side in a row become one, and the first is the user's."),
        /** Text beside a call is left out. */
        TEXT_BESIDE_CALLS("Text beside a call is left out."),
        /** A text spells what the format marks its own parts with, so that it can't be read back for certain. */
        AMBIGUOUS_TEXT("A text that spells one of the format's own marks stays as it is."),
        /** The model's tokens were not recorded; there is no row without them. */
        NO_TOKEN_IDS("Steps whose tokens were not recorded are left out."),
        /** A step's prompt does not continue the one before it; each stretch is a row of its own. */
        CONTEXT_BREAK("A prompt that does not continue the one before it begins a row of its own.");

        private final String effect;

        Kind(String effect) {
            this.effect = effect;
        }

        /** What becomes of the row when this is allowed; one sentence. */
        public String effect() {
            return effect;
        }

        /** Its name on the command line and in the API, such as {@code parallel_calls}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @param id as {@link #id()} gives it */
        public static Optional<Kind> find(String id) {
            return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
        }
    }
}
