package io.alltools.agent;

import java.util.ArrayList;
import java.util.List;

/** Has every text of a tool's result checked; one that must not pass takes the whole result with it. */
final class CheckedResult {

    private final Checks checks;
    private final ToolSpec tool;

    CheckedResult(Checks checks, ToolSpec tool) {
        this.checks = checks;
        this.tool = tool;
    }

    ToolResult of(ToolResult result) {
        try {
            return switch (result) {
                case ToolResult.Ok ok -> {
                    List<Passage> passages = new ArrayList<>();
                    for (Passage passage : ok.passages()) {
                        passages.add(new Passage(
                                checked(passage.metadata()),
                                parts(passage.content()),
                                passage.source(),
                                items(passage.items())));
                    }
                    yield new ToolResult.Ok(List.copyOf(passages), ok.trust());
                }
                case ToolResult.Failed failed -> new ToolResult.Failed(failed.kind(), checked(failed.message()));
            };
        } catch (RefusedException e) {
            return ToolResult.failed(
                    ToolResult.Kind.DENIED,
                    "the result of " + tool.name() + " is refused: " + e.getMessage()
                            + "; the call was made, go on without its result");
        }
    }

    private List<Part> parts(List<Part> content) throws RefusedException {
        List<Part> parts = new ArrayList<>();
        for (Part part : content) {
            parts.add(
                    switch (part) {
                        case Part.Text text -> new Part.Text(checked(text.text()));
                        case Part.Image image -> image;
                    });
        }
        return List.copyOf(parts);
    }

    private List<Source> items(List<Source> items) throws RefusedException {
        List<Source> checked = new ArrayList<>();
        for (Source item : items) {
            checked.add(new Source(item.url(), checked(item.title())));
        }
        return checked;
    }

    private String checked(String text) throws RefusedException {
        return switch (checks.resultText(tool, text)) {
            case Checks.Finding.Pass ignored -> text;
            case Checks.Finding.Replace replace -> replace.text();
            case Checks.Finding.Refuse refuse -> throw new RefusedException(refuse.reason());
        };
    }

    private static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1;

        RefusedException(String reason) {
            super(reason, null, false, false);
        }
    }
}
