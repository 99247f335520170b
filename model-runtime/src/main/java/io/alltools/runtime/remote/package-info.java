/**
 * Models of OpenAI-compatible endpoints.
 *
 * <p>{@link io.alltools.runtime.remote.RemoteChatModel} is the entry.
 */
@NullMarked
package io.alltools.runtime.remote;

import org.jspecify.annotations.NullMarked;
