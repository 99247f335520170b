package io.alltools.trajectories.decontamination;

import java.nio.file.Path;

/**
 * A text of a test set.
 *
 * @param line counts from 1
 * @param question whether a whole text shorter than an n-gram is looked for, too: as a question it is the same task,
 *     while a short answer such as "42" has nothing to say
 */
record TestText(Path file, long line, boolean question, String text) {}
