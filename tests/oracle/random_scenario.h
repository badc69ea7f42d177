/* Small scenarios drawn at random: few people, who ask often.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One to four districts, one to four services of kind `stay`, with every rule that a day
 * taken at once must respect: people at the start, lists, overflow, balking, age limits,
 * death and moves during stays, arrivals from nowhere, places that open, close or are
 * converted, rare requests, stays from an hour to a year. The same seed makes the same
 * scenario. */
#ifndef SUF_ORACLE_RANDOM_SCENARIO_H
#define SUF_ORACLE_RANDOM_SCENARIO_H

#include <stdint.h>
#include <stdio.h>

/* Writes the scenario of a seed as a scenario file. */
void random_scenario_write(FILE *file, uint64_t seed);

#endif
