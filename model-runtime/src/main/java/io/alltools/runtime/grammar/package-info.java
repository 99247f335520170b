/** Grammars that decide at each step which tokens may come next: JSON Schema, regular expressions, GLM-4's turns. */
@NullMarked
package io.alltools.runtime.grammar;

import org.jspecify.annotations.NullMarked;
