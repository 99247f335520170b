package io.alltools.web.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server that keeps the runs in the place of the file in the data folder.
 *
 * @param url as the JDBC driver takes it, {@code jdbc:postgresql://HOST[:PORT]/DATABASE}
 */
public record DatabaseServer(String url, String user, String password) {

    private static final String SCHEME = "jdbc:postgresql:";

    /** @throws StoreException when the URL is not one of PostgreSQL */
    public DatabaseServer {
        if (!url.startsWith(SCHEME)) {
            throw new StoreException(
                    "ALLTOOLS_DATABASE_URL \"" + withoutParameters(url) + "\" can't be used: expected " + SCHEME
                            + "//HOST/DATABASE",
                    null);
        }
    }

    /** What {@code ALLTOOLS_DATABASE_URL}, {@code _USER} and {@code _PASSWORD} name; null where they name nothing. */
    static @Nullable DatabaseServer of(Map<String, String> environment) {
        String url = environment.getOrDefault("ALLTOOLS_DATABASE_URL", "");
        return url.isBlank()
                ? null
                : new DatabaseServer(
                        url.strip(),
                        environment.getOrDefault("ALLTOOLS_DATABASE_USER", ""),
                        environment.getOrDefault("ALLTOOLS_DATABASE_PASSWORD", ""));
    }

    /** The address without what is secret. */
    @Override
    public String toString() {
        return withoutParameters(url);
    }

    /** Parameters may hold a password, and so may what stands before an {@code @}. */
    private static String withoutParameters(String url) {
        return url.replaceFirst("\\?.*", "").replaceFirst("//[^/]*@", "//");
    }
}
