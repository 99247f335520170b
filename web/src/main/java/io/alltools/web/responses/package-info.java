/**
 * OpenAI's Responses API: a response is a run, told in other words. Whatever a response says is read from its run's
 * events and from the few fields of the request that those do not hold.
 */
@NullMarked
package io.alltools.web.responses;

import org.jspecify.annotations.NullMarked;
