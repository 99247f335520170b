package io.alltools.trajectories.site;

import io.alltools.agent.Message;
import io.alltools.agent.Outcome;
import io.alltools.agent.ToolCall;
import io.alltools.agent.ToolContext;
import io.alltools.agent.Toolbox;
import io.alltools.trajectories.environment.Attempt;
import io.alltools.trajectories.environment.Episode;
import io.alltools.trajectories.environment.Expert;
import io.alltools.trajectories.environment.Move;
import io.alltools.trajectories.environment.Score;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An episode that its expert plays through a toolbox. */
record Playing(Score score, int moves, String answer, List<String> observations) {

    static Playing of(Episode episode) throws InterruptedException {
        Expert expert = episode.expert();
        Toolbox tools = new Toolbox(episode.tools());
        List<Message.Observation> observations = List.of();
        List<String> seen = new ArrayList<>();
        for (int moves = 1; moves <= 30; moves++) {
            switch (expert.next(observations)) {
                case Move.Answer answer -> {
                    Attempt attempt = new Attempt(episode.messages(), answer.text(), Outcome.ANSWERED);
                    return new Playing(episode.score(attempt), moves, answer.text(), seen);
                }
                case Move.Act act -> {
                    List<Message.Observation> results = new ArrayList<>();
                    for (Move.Call call : act.calls()) {
                        results.add(call(tools, call.name(), call.arguments()));
                        seen.add(call.arguments() + "\n" + results.getLast().text());
                    }
                    observations = results;
                }
            }
        }
        throw new AssertionError("the expert came to no end: " + seen);
    }

    static Message.Observation call(Toolbox tools, String name, String arguments) throws InterruptedException {
        return tools.call(new ToolCall("c", name, arguments), new ToolContext("s", "c", Path.of("unused")))
                .toObservation("c");
    }
}
