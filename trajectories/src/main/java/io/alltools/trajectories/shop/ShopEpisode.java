package io.alltools.trajectories.shop;

import io.alltools.agent.Message;
import io.alltools.agent.Tool;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Score;
import java.util.List;

/** One visit of the shop. */
final class ShopEpisode implements Episode {

    private static final String SYSTEM = """
            You are web shopping. The user's instruction says what to buy.
            Every observation shows a page of the shop and the available actions: whether there is a search bar, and \
            what can be clicked. Search with search_action where a search bar is available; click with click_action on \
            one of the clickables. Choose the words of a search with care. A product may need its options to be \
            clicked, one by one, before you buy it. Only what you buy counts, and you can buy once: click "buy now" \
            when the product is the right one, then tell the user what you bought.""";

    /** The first page is the same in every shop. */
    private static final Catalogue EMPTY = new Catalogue(List.of());

    private final Goal goal;
    private final Shopping shopping;

    ShopEpisode(Catalogue catalogue, Goal goal) {
        this.goal = goal;
        shopping = new Shopping(catalogue, goal.instruction());
    }

    @Override
    public List<Message> messages() {
        return List.of(
                Message.system(SYSTEM),
                Message.user(goal.instruction() + "\n\n" + new Shopping(EMPTY, goal.instruction()).view()));
    }

    @Override
    public List<Tool> tools() {
        return ShopTool.of(shopping);
    }

    @Override
    public Score score(Attempt attempt) {
        return shopping.bought()
                .map(bought -> ShopReward.score(bought.product(), bought.chosen(), goal))
                .orElseGet(() -> Score.of(0, "nothing was bought: expected " + goal.name()));
    }

    @Override
    public Expert expert() {
        return new ShopExpert(goal);
    }
}
