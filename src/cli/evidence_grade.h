/* How well known is what a target rests on?
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inputs have a grade of evidence, A measured, B estimated, C assumed: rows of places,
 * projects, stock and population by their column, assumptions by their key. A target is
 * no better known than the least of what it is computed from: assets by their stock and
 * the projects that add to it; places also by the population they are per head of; what
 * people meet at a service by its places, its assumptions and the population that asks.
 * Inputs that give none do not count. */
#ifndef SUF_CLI_EVIDENCE_GRADE_H
#define SUF_CLI_EVIDENCE_GRADE_H

#include "scenario/types/scenario.h"

/* 'A', 'B', 'C', or '\0' when nothing that the target rests on says. */
char suf_target_grade(const suf_scenario *scenario, const suf_target_row *target);

#endif
