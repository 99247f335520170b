package io.alltools.trajectories.os;

import io.alltools.agent.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A generated task before it has an id. */
final class Draft {

    final String instruction;
    final String init;
    final ObjectNode evaluation;
    final List<String> gold;
    /** What the expert does: thoughts and scripts by turns. */
    final List<String[]> steps = new ArrayList<>();

    private Draft(String instruction, String init, ObjectNode evaluation, List<String> gold) {
        this.instruction = instruction;
        this.init = init;
        this.evaluation = evaluation;
        this.gold = gold;
    }

    static Draft question(String instruction, String init, String answer) {
        ObjectNode evaluation = Json.object();
        evaluation.putObject("match").put("answer", answer).put("strip", true);
        return new Draft(instruction, init, evaluation, List.of(answer));
    }

    /** @param check a script that ends with 0 where the operation has been done */
    static Draft operation(String instruction, String init, String check) {
        ObjectNode evaluation = Json.object();
        evaluation.putArray("check").addObject().put("code", check);
        return new Draft(instruction, init, evaluation, List.of());
    }

    Draft step(String thought, String script) {
        steps.add(new String[] {thought, script});
        return this;
    }
}
