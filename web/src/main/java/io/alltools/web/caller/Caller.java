package io.alltools.web.caller;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * Who makes a request.
 *
 * @param keyId null for the local user, who sits at this machine and needs no key
 * @param name the key's, for a person
 */
public record Caller(@Nullable String keyId, String name, Set<Scope> scopes) {

    /** The user of this machine, who may do everything. */
    public static final Caller LOCAL = new Caller(null, "local", EnumSet.allOf(Scope.class));

    private static final String ATTRIBUTE = Caller.class.getName();

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /**
     * Who made the request.
     *
     * @throws IllegalStateException when nobody asked who it is: then nothing may be answered either
     */
    public static Caller of(ServerRequest request) {
        return of(request.exchange());
    }

    /** As {@link #of(ServerRequest)}. */
    public static Caller of(ServerWebExchange exchange) {
        if (exchange.getAttribute(ATTRIBUTE) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("the request has no caller: the filter that finds out was not asked");
    }

    /** Keeps it with a request. */
    public void keepIn(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, this);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
    }

    /** The key whose sessions alone are seen; null for who sees all. */
    public @Nullable String seesOnly() {
        return scopes.contains(Scope.ADMIN) ? null : keyId;
    }

    /** As it is named in records: the key's id, or {@code local}. */
    public String id() {
        return keyId == null ? "local" : keyId;
    }
}
