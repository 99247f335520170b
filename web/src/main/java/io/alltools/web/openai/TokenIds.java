package io.alltools.web.openai;

import io.alltools.web.http.ApiError;
import tools.jackson.databind.JsonNode;

/** Reads an array of token ids. */
final class TokenIds {

    private TokenIds() {}

    /**
     * @param name the field's, for errors
     * @param vocabulary how many ids there are
     */
    static int[] of(JsonNode array, String name, int vocabulary) {
        int[] ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            JsonNode id = array.path(i);
            ids[i] = id.isIntegralNumber() && id.canConvertToInt() ? id.asInt() : -1;
            if (ids[i] < 0 || ids[i] >= vocabulary) {
                String place = name + "[" + i + "]";
                throw ApiError.invalid(
                        place,
                        "\"" + place + "\" must be a token id, a whole number from 0 to " + (vocabulary - 1)
                                + ", found " + (id.isNumber() ? id.toString() : id.getNodeType()));
            }
        }
        return ids;
    }
}
