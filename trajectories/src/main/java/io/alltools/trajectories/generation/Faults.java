package io.alltools.trajectories.generation;

import io.alltools.agent.Message;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Tools that now and then do not answer; what they would have done has not happened. For one episode. */
final class Faults {

    private static final ToolResult FAULT = ToolResult.failed(
            ToolResult.Kind.UNAVAILABLE, "the tool did not answer in time and nothing was done; try it again");

    private final double rate;
    private final RandomGenerator random;
    private boolean last;

    /** @param rate the share of calls that fail; after one that did the next does not */
    Faults(double rate, RandomGenerator random) {
        this.rate = rate;
        this.random = random;
    }

    List<Tool> among(List<Tool> tools) {
        return rate == 0
                ? tools
                : tools.stream().<Tool>map(tool -> new Unreliable(tool, this)).toList();
    }

    static boolean is(Message.Observation observation) {
        // A note may stand behind the message.
        return observation.text().startsWith(FAULT.toObservation("").text());
    }

    private synchronized boolean strikes() {
        last = !last && random.nextDouble() < rate;
        return last;
    }

    private record Unreliable(Tool tool, Faults faults) implements Tool {

        @Override
        public ToolSpec spec() {
            return tool.spec();
        }

        @Override
        public ToolResult call(String arguments, ToolContext context) throws InterruptedException {
            return faults.strikes() ? FAULT : tool.call(arguments, context);
        }

        @Override
        public Set<Trait> traits() {
            return tool.traits();
        }

        @Override
        public void endSession(String sessionId) {
            tool.endSession(sessionId);
        }

        @Override
        public void close() {
            tool.close();
        }
    }
}
