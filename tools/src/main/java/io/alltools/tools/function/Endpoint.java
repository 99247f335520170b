package io.alltools.tools.function;

import io.alltools.agent.Trait;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Where a function is called.
 *
 * @param headers sent with each call, references to the environment already replaced; they may hold secrets
 * @param timeout wall-clock time of one call, the body of the answer included
 * @param traits what its calls do beside giving a result
 */
public record Endpoint(URI url, Map<String, String> headers, Duration timeout, Set<Trait> traits) {

    /** The URL alone: headers may hold secrets. */
    @Override
    public String toString() {
        return url.toString();
    }
}
