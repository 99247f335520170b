/** The model in this process as Spring AI's {@code ChatModel}. */
@NullMarked
package io.alltools.starter.springai;

import org.jspecify.annotations.NullMarked;
