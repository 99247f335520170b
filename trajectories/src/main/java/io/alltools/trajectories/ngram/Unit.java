package io.alltools.trajectories.ngram;

/** What an n-gram is a run of. */
public enum Unit {
    /**
     * Runs of letters, digits and marks. In scripts that are written without spaces (Han, Kana, Thai, Lao, Khmer,
     * Myanmar) each character is one.
     */
    WORD,
    /** Letters, digits and marks; whatever stands between words counts as one space. */
    CHARACTER
}
