/**
 * Removes tasks and trajectories that are there more than once: the very same ones ({@code exact}) and those that
 * differ in little ({@code near}, by MinHash and locality-sensitive hashing).
 *
 * <p>A cluster engine can run it from its parts: map each record to {@link io.alltools.trajectories.dedup.MinHash
 * signature} and {@link io.alltools.trajectories.dedup.Bands keys}, group by key, keep the pairs of a group whose
 * signatures are similar enough, and take the connected components.
 *
 * <p>Source: Broder 1997, "On the resemblance and containment of documents"; Leskovec, Rajaraman and Ullman, "Mining of
 * Massive Datasets", chapter 3.
 */
@NullMarked
package io.alltools.trajectories.dedup;

import org.jspecify.annotations.NullMarked;
