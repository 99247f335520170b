/**
 * Shopping for what an instruction asks for, in a catalogue with search and click: WebShop (Yao et al. 2022) as
 * AgentBench gives it to agents.
 */
@NullMarked
package io.alltools.trajectories.shop;

import org.jspecify.annotations.NullMarked;
