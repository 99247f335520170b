package io.alltools.trajectories.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.alltools.trajectories.environment.Draws;
import io.alltools.trajectories.environment.Split;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever is done, each thing stays in one place and the hand holds at most one. */
class RandomActionsTest {

    private static final int HOUSES = 20;
    private static final int ACTIONS = 300;
    private static final Pattern NAME = Pattern.compile("\\ba ([a-z]+ \\d+)");

    @Test
    void everyThingIsInOnePlaceWhateverIsDone() {
        for (int number = 0; number < HOUSES; number++) {
            Draws random = Draws.of(number);
            Layout layout = Layout.of(new House().task(Split.TRAIN, 21, number));
            World world = new World(layout);
            for (int i = 0; i < ACTIONS && !world.won(); i++) {
                List<String> possible = world.admissible();
                String action = random.nextInt(4) == 0
                        ? scrambled(possible, layout, random)
                        : possible.get(random.nextInt(possible.size()));
                boolean isPossible = possible.contains(action);
                Map<String, String> before = places(world, layout);
                String said = world.act(action);
                if (!isPossible) {
                    assertThat(said).as(action).isEqualTo(World.NOTHING);
                    assertThat(world.admissible()).as(action).isEqualTo(possible);
                    assertThat(places(world, layout)).as(action).isEqualTo(before);
                } else {
                    assertThat(said).as(action).isNotEqualTo(World.NOTHING);
                }
                if (!world.won()) {
                    assertThat(places(world, layout).keySet())
                            .as("after %s", action)
                            .isEqualTo(names(layout));
                }
            }
        }
    }

    /** A possible action with a name exchanged, mostly one that is not possible. */
    private static String scrambled(List<String> possible, Layout layout, RandomGenerator random) {
        List<String> names = new ArrayList<>(names(layout));
        layout.furniture().forEach(piece -> names.add(piece.name()));
        names.sort(null);
        String action = possible.get(random.nextInt(possible.size()));
        return action.replaceFirst("[a-z]+ \\d+", names.get(random.nextInt(names.size())));
    }

    private static Set<String> names(Layout layout) {
        Set<String> names = new HashSet<>();
        layout.items().forEach(item -> names.add(item.name()));
        return names;
    }

    /** Where each thing is, as the world itself tells it; fails when a thing is in two places or two are held. */
    private static Map<String, String> places(World world, Layout layout) {
        Map<String, String> places = new HashMap<>();
        world.contents().forEach((place, things) -> {
            assertThat(things)
                    .as(place)
                    .hasSizeLessThanOrEqualTo(
                            place.isEmpty() ? 1 : layout.items().size());
            things.forEach(thing -> assertThat(places.put(thing, place))
                    .as("another place of %s", thing)
                    .isNull());
        });
        return places;
    }

    /** What is said about a piece of furniture is what is there. */
    @Test
    void whatIsSeenIsThere() {
        Layout layout = Layout.of(new House().task(Split.TEST, 21, 3));
        World world = new World(layout);
        for (Layout.Furniture piece : layout.furniture()) {
            String said = world.act("go to " + piece.name());
            if (said.endsWith("is closed.")) {
                said = world.act("open " + piece.name());
            }
            Matcher name = NAME.matcher(said);
            Set<String> seen = new HashSet<>();
            while (name.find()) {
                seen.add(name.group(1));
            }
            assertThat(seen)
                    .isEqualTo(layout.items().stream()
                            .filter(item -> item.place().equals(piece.name()))
                            .map(Layout.Item::name)
                            .collect(Collectors.toSet()));
        }
    }
}
