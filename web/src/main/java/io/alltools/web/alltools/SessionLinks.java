package io.alltools.web.alltools;

import java.net.URI;
import java.net.URISyntaxException;

/** The addresses at which the files of a session are found, as the client reached the server. */
record SessionLinks(URI server, String sessionId) {

    /** @param uri relative to the session's folder, as tools give it; an absolute one stays as it is */
    String of(String uri) {
        URI file = plain(uri);
        return file.isAbsolute()
                ? uri
                : server.resolve("/api/sessions/" + sessionId + "/files/")
                        .resolve(file)
                        .toString();
    }

    private static URI plain(String uri) {
        try {
            return new URI(uri);
        } catch (URISyntaxException e) {
            // A name as it is, such as one with blanks.
            try {
                return new URI(null, null, "./" + uri, null);
            } catch (URISyntaxException impossible) {
                throw new IllegalArgumentException("not a file's name: " + uri, impossible);
            }
        }
    }
}
