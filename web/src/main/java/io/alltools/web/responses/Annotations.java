package io.alltools.web.responses;

import io.alltools.agent.Citation;
import io.alltools.agent.Json;
import io.alltools.agent.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Makes {@code url_citation} annotations of each {@code 【7†source】} in a text. */
final class Annotations {

    private static final Pattern CITED = Pattern.compile("【(\\d{1,9})†[^】]*】");

    private Annotations() {}

    /**
     * In the order of the text; a number that no passage bears is left out. Places count code points, as OpenAI's do.
     *
     * @param messages that hold the passages
     */
    static List<ObjectNode> of(String text, List<Message> messages) {
        List<Citation> citations = Citation.in(text, messages);
        List<ObjectNode> annotations = new ArrayList<>();
        Matcher cited = CITED.matcher(text);
        while (cited.find()) {
            int number = Integer.parseInt(cited.group(1));
            int start = text.codePointCount(0, cited.start());
            int end = start + text.codePointCount(cited.start(), cited.end());
            citations.stream()
                    .filter(citation -> citation.number() == number)
                    .forEach(citation -> annotations.add(Json.object()
                            .put("type", "url_citation")
                            .put("url", citation.source().url())
                            .put("title", citation.source().title())
                            .put("start_index", start)
                            .put("end_index", end)));
        }
        return annotations;
    }
}
