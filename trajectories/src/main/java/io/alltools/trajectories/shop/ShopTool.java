package io.alltools.trajectories.shop;

import io.alltools.agent.Json;
import io.alltools.agent.Tool;
import io.alltools.agent.ToolContext;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolSpec;
import io.alltools.agent.Trait;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** One of the two things that can be done in the shop, with one argument: a text. */
record ShopTool(ToolSpec spec, String argument, Function<String, ToolResult> action) implements Tool {

    static final String SEARCH = "search_action";
    static final String CLICK = "click_action";

    static List<Tool> of(Shopping shopping) {
        return List.of(
                new ShopTool(
                        spec(
                                SEARCH,
                                "Searches the shop. Works where a search bar is available.",
                                "keywords",
                                "Words to search for, chosen with care"),
                        "keywords",
                        shopping::search),
                new ShopTool(
                        spec(
                                CLICK,
                                "Clicks a button, a product or an option of the page.",
                                "value",
                                "One of the clickables of the available actions"),
                        "value",
                        shopping::click));
    }

    @Override
    public ToolResult call(String arguments, ToolContext context) {
        return action.apply(Json.parseObject(arguments).path(argument).asString());
    }

    /** Nothing outside of the episode is touched. */
    @Override
    public Set<Trait> traits() {
        return Set.of();
    }

    private static ToolSpec spec(String name, String description, String argument, String meaning) {
        ObjectNode parameters = Json.object();
        parameters.put("type", "object");
        parameters
                .putObject("properties")
                .putObject(argument)
                .put("type", "string")
                .put("description", meaning);
        parameters.putArray("required").add(argument);
        parameters.put("additionalProperties", false);
        return ToolSpec.function(name, description, parameters);
    }
}
