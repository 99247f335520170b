package io.alltools.tools.openapi;

import java.util.List;

/**
 * The body of an operation's request.
 *
 * @param mediaType JSON, or a form of one of two kinds
 * @param properties the arguments that are the members of the body; empty when one argument is the whole of it
 * @param whole the argument that is the whole body; empty when it is put together out of members
 */
record Body(String mediaType, List<String> properties, String whole) {

    static final String FORM = "application/x-www-form-urlencoded";
    static final String MULTIPART = "multipart/form-data";

    boolean isForm() {
        return mediaType.equals(FORM);
    }

    boolean isMultipart() {
        return mediaType.equals(MULTIPART);
    }
}
