package io.alltools.trajectories.shop;

import io.alltools.agent.Json;
import io.alltools.agent.ToolResult;
import io.alltools.agent.ToolResult.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** One visit of the shop: which page is open. Says what it sees as AgentBench does. */
final class Shopping {

    /** How much of an argument is repeated. */
    private static final int QUOTED = 200;

    private final Catalogue catalogue;
    private final String instruction;
    private ShopPage page = new ShopPage.Search();

    Shopping(Catalogue catalogue, String instruction) {
        this.catalogue = catalogue;
        this.instruction = instruction;
    }

    synchronized ToolResult search(String keywords) {
        if (page instanceof ShopPage.Bought) {
            return closed();
        }
        if (!page.hasSearchBar()) {
            return ToolResult.failed(
                    Kind.INVALID_ARGUMENTS,
                    "there is no search bar on this page: click \"back to search\" first. " + actions());
        }
        if (keywords.isBlank()) {
            return ToolResult.failed(Kind.INVALID_ARGUMENTS, "keywords are blank: expected words to search for");
        }
        page = new ShopPage.Results(catalogue.search(keywords), 1);
        return ToolResult.ok("Action: search[" + quoted(keywords.strip()) + "]\n\n" + view());
    }

    synchronized ToolResult click(String value) {
        if (page instanceof ShopPage.Bought) {
            return closed();
        }
        Optional<ShopPage> next = page.click(value);
        if (next.isEmpty()) {
            return ToolResult.failed(
                    Kind.INVALID_ARGUMENTS,
                    "there is nothing to click named \"" + quoted(value) + "\" here. " + actions());
        }
        page = next.get();
        return ToolResult.ok("Action: click[" + value.strip() + "]\n\n" + view());
    }

    synchronized Optional<ShopPage.Bought> bought() {
        return page instanceof ShopPage.Bought bought ? Optional.of(bought) : Optional.empty();
    }

    /** What is on the page and what can be done. */
    synchronized String view() {
        List<String> texts = new ArrayList<>();
        switch (page) {
            case ShopPage.Search search -> texts.addAll(List.of("WebShop", "Instruction:", instruction));
            case ShopPage.Bought bought -> {
                // Nothing is left to be done.
            }
            case ShopPage.Results results -> texts.addAll(List.of("Instruction:", instruction));
            case ShopPage.Item item -> texts.addAll(List.of("Instruction:", instruction));
            case ShopPage.SubPage sub -> texts.addAll(List.of("Instruction:", instruction));
        }
        texts.addAll(page.texts());
        return "Observation:\n" + String.join(" [SEP] ", texts) + "\n\n" + actions();
    }

    private String actions() {
        ObjectNode actions = Json.object();
        actions.put("has_search_bar", page.hasSearchBar());
        var clickables = actions.putArray("clickables");
        page.clicks().keySet().forEach(clickables::add);
        return "Available Actions:\n" + Json.write(actions);
    }

    private static String quoted(String text) {
        return text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text;
    }

    private static ToolResult closed() {
        return ToolResult.failed(
                Kind.INVALID_ARGUMENTS,
                "the purchase is made and nothing more can be done: tell the user what was bought");
    }
}
