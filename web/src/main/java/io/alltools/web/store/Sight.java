package io.alltools.web.store;

import io.alltools.web.caller.Caller;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What of the database somebody sees: everything, or the sessions of one key. Each query of {@link RunStore} and
 * {@link SessionStore} is asked through it, so what is somebody else's is the same as what does not exist.
 */
record Sight(@Nullable String key) {

    static final Sight EVERYTHING = new Sight(null);

    static Sight of(Caller caller) {
        return new Sight(caller.seesOnly());
    }

    /** A condition to follow another one, on a column that holds the id of a session. */
    String and(String sessionColumn) {
        return key == null
                ? ""
                : " and " + sessionColumn + " in (select o.id from sessions o where o.owner_key = :sightOfKey)";
    }

    /** A query with the parameter of its condition, if it has one; its other parameters have names, too. */
    JdbcClient.StatementSpec query(JdbcClient client, String sql) {
        JdbcClient.StatementSpec query = client.sql(sql);
        return key == null ? query : query.param("sightOfKey", key);
    }
}
