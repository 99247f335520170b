/** Spans and measurements of agents, models and tools, under OpenTelemetry's names. */
@NullMarked
package io.alltools.agent.telemetry;

import org.jspecify.annotations.NullMarked;
